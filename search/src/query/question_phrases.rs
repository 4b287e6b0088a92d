//! Phrases that people put around the words of a question.

/// Openings without meaning; longer ones first.
pub(super) const OPENINGS: &str = "
what is the difference between|what's the difference between|what are the differences between
difference between|differences between|compare|explain to me how|explain to me|explain how|explain
got any|have you got any|does anyone have|does anyone know of|does anyone know|anyone know of|anyone have
hey bot|hi bot|hello bot|please|hi|hey|hello|yo|ok|paperboy|can you|could you|would you|will you|do you know|do you have|tell me about
tell me|i am looking for|i'm looking for|im looking for|i want to read|i want to learn|i want to know
i would like to read|i'd like to read|i would like|i'd like|i want|i need|we need|looking for|search for
anything interesting about|anything interesting on|anything good about|anything good on|anything cool about
anything cool on|something interesting about|something interesting on|any good papers on|find me|find|show me|show us|show|give me|get me|list all|list of|list|recommend me|recommend|suggest me
suggest|are there|is there|what about|how about|anything about|anything on|everything about
what should i read|what papers should i read|which papers should i read|what to read
where can i find|where do i find|has anyone written|search papers|everything on|something about|something on|learn about|know about|read about|info on|info about
what are people saying about|pros and cons of
information on|information about|what do you know about|what are|which are|pointers to|links to
";
/// Adjectives before "papers".
pub(super) const ADJECTIVES: [&str; 18] = [
    "any",
    "some",
    "all",
    "a",
    "an",
    "the",
    "few",
    "good",
    "great",
    "interesting",
    "important",
    "classic",
    "seminal",
    "influential",
    "cool",
    "relevant",
    "more",
    "other",
];
/// Words for "papers".
pub(super) const PAPERS: [&str; 15] = [
    "papers",
    "paper",
    "articles",
    "article",
    "publications",
    "preprints",
    "preprint",
    "literature",
    "studies",
    "works",
    "work",
    "research",
    "results",
    "news",
    "stuff",
];
/// Words after "papers".
pub(super) const ABOUT: &str = "
related to|dealing with|that talks about|that discusses|that uses|that deals with|on arxiv about|that are about|that discuss|that talk about|that use|that deal with|which use
which discuss|concerned with|concerning|regarding|covering|discussing|using|about|around|on|for|in
";
/// Phrases that ask for the newest papers.
pub(super) const NEWS: &str = "
what is new in|what is new on|what is new with|what is new about|what's new in|what's new on
what's new with|what's new about|whats new in|whats new on|whats new with|what are the latest
what is the latest in|what is the latest on|what is the latest|what's the latest in
what's the latest on|what's the latest|whats the latest in|whats the latest on|whats the latest
what is happening in|what's happening in|what is going on in|what's going on in
what is the state of the art in|what is the state of the art on|what is the state of the art for
what came out|what has come out|what was published|what was released|what got published|what happened
anything new on|anything new in|anything new about|something new on|something new in|news on
news about|news in|latest on|latest in|new in|new on
";
/// Phrases that ask for the papers with the most votes.
pub(super) const HOT: &str = "
what is hot in|what's hot in|whats hot in|what is trending in|what's trending in|whats trending in
what is popular in|what's popular in|what are people reading about|hot in|trending in
";
/// Endings without meaning.
pub(super) const ENDINGS: &str = "please|plz|pls|thanks|thx|thank you|right now|at the moment|these days|papers|articles|publications|preprints|arxiv|on arxiv|pdf download|for beginners";
pub(super) const NEWEST: [&str; 6] =
    ["latest", "newest", "recent", "new", "freshest", "most recent"];
pub(super) const MOST_VOTED: &str = "
most upvoted|most voted|most popular|most liked|highest voted|top voted|top rated|best rated|trending
most discussed|most commented|most talked about|most cited|most influential|most important|must read|must-read|what is hot|what's hot|whats hot
what is trending|what's trending|whats trending|what is popular|what's popular
popular|hottest|hot|top|best
";
/// Names that begin with such a word.
pub(super) const NOT_AN_ORDER: &str = "
best arm|best arms|best of n|best of k|best of many|best of both worlds|best response|best responses
best practice|best practices|best first search|best worst scaling|best fit|best effort|best subset
top down|top k|top p|hot start|hot swapping|new york|new zealand
";
/// What a number in a topic counts: `4 bit`, `one shot`.
pub(super) const UNITS: &str = "bit bits shot shots step steps way ways d dimensional hop hops class classes stage stages layer layers head heads billion million b k hot person view views player players pass round turn tower towers body";
/// What asks for the papers with the most votes after "papers".
pub(super) const MOST_VOTES: &str = "
with the most upvotes|with the most votes|with most upvotes|with most votes|with the highest votes
that got the most upvotes|that got the most votes
";
/// What surveys call themselves.
pub(super) const SURVEYS: [&str; 13] = [
    "survey",
    "surveys",
    "overview",
    "overviews",
    "review",
    "reviews",
    "tutorial",
    "tutorials",
    "roadmap",
    "introduction",
    "introductions",
    "intro",
    "primer",
];
