# What the bot says, in English. Every other language has the same messages with the same arguments.
# Command and option names are lower case, without spaces, at most 32 characters; their
# descriptions have at most 100.

## Commands

command-search = search
    .about = Find papers by words, title, author, arXiv ID or link
    .query = What you're looking for
    .from = Published on or after this date (2026-01-31)
    .to = Published on or before this date (2026-01-31)
    .min_upvotes = Minimum votes
    .has_code = Only papers with a code repository
    .has_model = Only papers with a model on Hugging Face
    .has_dataset = Only papers with a dataset on Hugging Face
    .sort = How to sort the results (default: best match)
    .private = Show the results only to you
command-today = today
    .about = Show the newest daily papers, most votes first
command-paper = paper
    .about = Show one paper: authors, summary, code and links
    .id = An arXiv ID, a link or a title; suggestions appear as you type
command-similar = similar
    .about = Find papers like one you know
    .id = An arXiv ID, a link or a title; suggestions appear as you type
command-help = help
    .about = What paperboy does and how to get started
command-subscription = subscription
    .about = Daily papers for this server's channels
command-subscription-add = add
    .about = Post papers to a channel every day
    .channel = Where to post the papers
    .topics = Topics, separated by commas; -word excludes; "all" includes every paper
    .time = When to post: 9am, mon-fri 09:00, every monday at 9… (default: 09:00)
    .zone = Your city, country or time zone, such as Berlin or America/New_York
    .min_upvotes = Minimum votes
    .max_papers = Maximum papers per post (default: 10)
    .strictness = How closely a paper must match (default: normal); loose also matches by meaning
    .source = Which list to take papers from (default: daily papers)
    .order = Which papers come first (default: as on the list)
    .has_code = Only papers with a code repository
    .has_model = Only papers with a model on Hugging Face
    .has_dataset = Only papers with a dataset on Hugging Face
    .format = How to post the papers (default: digest)
    .role = A role to mention with every post
    .silent = Post without sending notifications
    .publish = Publish posts to the followers of an announcement channel
    .language = Language of the posts (default: this server's)
command-subscription-list = list
    .about = Show the subscriptions and their next posts
command-subscription-edit = edit
    .about = Change the options you enter; enter none to open a panel with all of them
    .id = The subscription's number; suggestions appear as you type
    .channel = The new channel
    .topics = The new topics, separated by commas; -word excludes; "all" includes every paper
    .time = The new time, such as 10am, mon-fri 09:00 or every monday at 9
    .zone = The new time zone: a city, a country or a name such as America/New_York
    .min_upvotes = The new minimum votes
    .max_papers = The new maximum papers per post
    .strictness = How closely a paper must match
    .source = Which list to take papers from
    .order = Which papers come first
    .has_code = Only papers with a code repository
    .has_model = Only papers with a model on Hugging Face
    .has_dataset = Only papers with a dataset on Hugging Face
    .format = How to post the papers
    .role = A role to mention with every post
    .no_role = Stop mentioning a role
    .silent = Post without sending notifications
    .publish = Publish posts to the followers of an announcement channel
    .language = Language of the posts
command-subscription-pause = pause
    .about = Pause posts until a date, or until you resume
    .id = The subscription's number; suggestions appear as you type
    .until = When posts resume: 2026-12-27, friday, in 2 weeks (default: until you resume)
command-subscription-resume = resume
    .about = End a pause
    .id = The subscription's number; suggestions appear as you type
command-subscription-copy = copy
    .about = Copy a subscription to another channel
    .id = The subscription's number; suggestions appear as you type
    .channel = The channel to copy it to
command-subscription-remove = remove
    .about = Remove a subscription
    .id = The subscription's number; suggestions appear as you type
command-setup = setup
    .about = Set up a subscription step by step: channel, topics, time, preview
command-preview = preview
    .about = Show the next post, and why each paper is included or left out
    .subscription = The subscription's number (default: the newest)
    .date = Preview for a past date: 2026-01-31, yesterday, friday… (default: the next post)
command-why = why
    .about = Show why a paper was posted here, or wasn't
    .paper = An arXiv ID, a link or the title; suggestions appear as you type
    .subscription = Only this subscription (default: every subscription in this server)
command-status = status
    .about = Show upcoming and recent posts, and anything that keeps them from being posted

option-query = query
option-from = from
option-to = to
option-min_upvotes = min_upvotes
option-has_code = has_code
option-has_model = has_model
option-has_dataset = has_dataset
option-sort = sort
option-id = id
option-channel = channel
option-topics = topics
option-time = time
option-zone = zone
option-max_papers = max_papers
option-strictness = strictness
option-source = source
option-order = order
option-format = format
option-role = role
option-no_role = no_role
option-silent = silent
option-publish = publish
option-subscription = subscription
option-date = date
option-language = language
option-paper = paper
option-until = until

choice-relevance = best match
choice-votes = most votes
choice-newest = newest
choice-loose = loose
choice-normal = normal
choice-strict = strict
choice-server = the server's language
choice-en = English
choice-de = Deutsch
choice-fr = Français
choice-es = Español
choice-ja = 日本語
choice-zh-CN = 简体中文
choice-daily = daily papers
choice-trending = trending
choice-rising = rising in the last 24 hours
choice-list = as on the list
choice-match = best match first
choice-digest = digest
choice-compact = compact list
choice-papers = a message per paper
choice-thread = thread under the post
yes = yes

## Days and numbers

weekday =
    { $day ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    }
month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
date = { $month } { $day }, { $year }
date-month = { $month } { $year }
date-long = { $weekday }, { $month } { $day }, { $year }
papers =
    { $count ->
        [one] { $count } paper
       *[other] { $count } papers
    }
more = … and { $count } more

## Schedules

schedule = { $schedule } ({ $zone })
schedule-at = { $days } at { $times }
schedule-hourly = every hour at :{ $minute }
schedule-hourly-on = every hour at :{ $minute }, { $days }
days-all = every day
days-workdays = Monday to Friday
days-weekdays = { $weekdays }
days-of-month = the { $dates } of each month
# One of several weekdays.
each-weekday =
    { $day ->
        [1] Mondays
        [2] Tuesdays
        [3] Wednesdays
        [4] Thursdays
        [5] Fridays
        [6] Saturdays
       *[7] Sundays
    }
day-of-month =
    { $day ->
        [1] 1st
        [2] 2nd
        [3] 3rd
        [21] 21st
        [22] 22nd
        [23] 23rd
        [31] 31st
       *[other] { $day }th
    }

## A time that can't be read

time-unreadable = I can't read `{ $typed }` as a time. { $problem } { time-examples }
time-unreadable-part = { $problem } { time-examples }
time-examples = Try `09:00`, `9am mon-fri`, `every monday at 9`, or cron such as `0 9 * * 1-5`.
time-too-often = `{ $typed }` would post more than 24 times a day. Choose fewer times, such as once an hour: `0 * * * *`.
time-never = `{ $typed }` never happens. Check the day and the month.
time-empty = It's empty.
time-too-long = It's too long.
time-not-a-time = `{ $part }` isn't a time between 00:00 and 23:59.
time-not-a-time-of-day = `{ $part }` isn't a time of day.
time-no-time-of-day = There's no time of day in it.
time-unknown-words = `{ $part }` isn't a day, a time or a time zone.
time-is-zone = `{ $part }` is a time zone.
time-and-hours = It has both a time of day and an interval in hours.
time-uncountable = Posts can repeat every few hours, on days of the week or on days of the month; `{ $part }` isn't possible.
time-one-time = `{ $part }` comes only once, but posts repeat.
time-count = `{ $part }` doesn't say when. List that many days or times.
time-two-zones = `{ $one }` and `{ $other }` are two time zones. Name one.
time-field-count = Cron has exactly five fields.
time-seconds = Cron has exactly five fields here; leave out the seconds.
time-character = The { $field } field contains a character that cron doesn't use: `{ $part }`.
time-backwards = The range `{ $part }` in the { $field } field runs backwards.
time-not-a-weekday = `{ $part }` isn't a weekday (0–7 or mon–sun).
time-no-step = `{ $part }` has no number after the slash.
time-zero-step = The step in `{ $part }` is zero.
time-out-of-range = The { $field } field takes numbers from { $least } to { $most }.
time-combination = These fields can't be combined.
field-minute = minute
field-hour = hour
field-day = day
field-month = month
field-weekday = weekday

## A time zone that can't be read

zone-choose = { $problem } Choose one (the time there is in parentheses): { $choices }
zone-several-places = `{ $typed }` has more than one time zone.
zone-abbreviation = `{ $typed }` is used for more than one time zone.
zone-offset = `{ $typed }` is only an offset, so I can't tell when clocks change.
zone-ahead = `{ $typed }` is ahead of UTC (UTC{ $offset }), despite its sign.
zone-behind = `{ $typed }` is behind UTC (UTC{ $offset }), despite its sign.
zone-unknown = `{ $typed }` isn't a time zone or place I know. Type a large city near you, or choose one (the time there is in parentheses): { $choices }
zone-unknown-name = `{ $typed }` isn't a time zone I know. Use a name such as `Europe/Berlin`, `America/New_York` or `UTC`.
zone-twice = The time names { $other }, but the time zone is { $zone }. Use just one of the two.
options-conflict = `{ $one }` and `{ $other }` contradict each other. Use just one of the two.

## Topics and searches that can't be read

words-none = `{ $typed }` has no words that a paper could match. Enter some, such as `diffusion`.
words-empty-quotes = There's nothing between the quotes. Put words between them, such as `"chain of thought"`, or leave them out.
words-nameless = `{ $field }:` needs a name after it, such as `{ $field }:{ $example }`.
words-category = `{ $typed }` is an arXiv category, and papers on Hugging Face don't have categories. Enter the subject in words, such as `{ $instead }`.
words-only-exclusions = This only excludes papers. Add what you're looking for, such as `{ $example } { $excluded }`.
topics-too-long = The topic `{ $topic }…` has more than { $most } characters. Separate topics with commas.
topics-too-many = That's { $count } topics. A subscription can have at most { $most }, so add another subscription for the rest.
topics-contradiction = `{ $topic }` is both included and excluded. Keep one of the two.
topics-none = `{ $typed }` has no topic in it. Enter topics separated by commas, such as `diffusion, LLM agents`, or `all` for every paper.
topics-only-exclusions = This only excludes papers. Add the topics you want, or enter `all, { $excluded }` for every paper except those.
topics-all-and-more = `all` already includes every paper, so `{ $topic }` adds nothing. Enter `all` for every paper, or `{ $topic }` without it.
topics-all = all papers

## Other things that can't be read

query-empty = Enter a search query.
topics-empty = Enter at least one topic, or `all` for every paper.
paper-empty = Enter an arXiv ID, a link or a title.
option-empty = Enter something for `{ $option }`.
number-not-whole = `{ $option }` is `{ $value }`. Enter a whole number, 0 or more.
number-too-large = `{ $option }` is { $value }, which is too large.
max-papers-out-of-range = Choose between 1 and { $most } papers per post.
rate-out-of-range = Choose between 1 and { $most } commands per minute.
date-unreadable = `{ $value }` isn't a date I can read. Enter one such as `2026-01-31`, `31 jan`, `yesterday`, `friday` or `3 days ago`.
date-ambiguous = `{ $value }` could be `{ $first }` or `{ $second }`. Enter the one you mean.
date-future = `{ $value }` is in the future ({ $date }), so it has no papers yet. Did you mean `{ $past }`?
dates-swapped = The start date ({ $from }) is after the end date ({ $to }). Swap the two.
sort-unknown = I can't sort by `{ $value }`. Choose { choice-relevance }, { choice-votes } or { choice-newest }.
strictness-unknown = `{ $value }` isn't a strictness. Choose loose, normal or strict.
channel-unreadable = Choose a channel for `{ $option }`.
server-only = This command only works in servers.
command-unknown = I don't know `/{ $command }`. See `/{ command-help }`.
button-unknown = This button no longer works. Use the command again.

## When something goes wrong

apology = Something went wrong on my end. Please try again in a minute.
unreadable = I couldn't read that request. Please use the command again.
too-fast =
    { $seconds ->
        [one] You're going too fast. Please try again in { $seconds } second.
       *[other] You're going too fast. Please try again in { $seconds } seconds.
    }
server-too-fast =
    { $seconds ->
        [one] This server is sending too many commands. Please try again in { $seconds } second.
       *[other] This server is sending too many commands. Please try again in { $seconds } seconds.
    }
member-too-fast =
    { $count ->
        [one] Members of this server may use { $count } command per minute. Please try again { $when }.
       *[other] Members of this server may use { $count } commands per minute. Please try again { $when }.
    }
busy = I'm busy right now. Please try again in a minute.
not-saved = I couldn't save that, so nothing was changed. Please try again in a minute.

## A paper

byline-others =
    { $count ->
        [one] { $names } and { $count } other
       *[other] { $names } and { $count } others
    }
votes =
    { $count ->
        [one] ▲ { $count } vote
       *[other] ▲ { $count } votes
    }
code-link = code
first-page = First page
first-page-of = First page of { $title }
menu-papers = View a paper (only you see it)
card-summary = Summary
card-abstract = Abstract
card-published = published { $date }
card-linked = On Hugging Face
card-models =
    { $count ->
        [one] { $count } model: { $names }
       *[other] { $count } models: { $names }
    }
card-datasets =
    { $count ->
        [one] { $count } dataset: { $names }
       *[other] { $count } datasets: { $names }
    }
card-spaces =
    { $count ->
        [one] { $count } Space: { $names }
       *[other] { $count } Spaces: { $names }
    }
button-code = Code
button-project = Project
button-similar = Similar papers
paper-not-found = I couldn't find `{ $id }` on Hugging Face. It may be on arXiv: { $url }
paper-hub-silent = Hugging Face isn't responding, and I don't have `{ $id }` stored. Try again in a few minutes.
paper-not-named = I couldn't find a paper called `{ $typed }`. Enter its arXiv ID or a link, or choose one of the suggestions.
similar-heading = Papers like { $paper }
similar-none = I couldn't find any papers like { $paper }.

## Lists of papers

page-previous = ◀ Previous
page-next = Next ▶
day-heading = Papers for { $date }
day-count =
    { $count ->
        [one] { $count } paper
       *[other] { $count } papers, most votes first
    }
day-none = No papers are listed for { $date }.
day-read = updated { $time }

## Search results

search-heading = “{ $query }”
search-nothing = Nothing close to “{ $query }”.
search-hints = Try fewer or other words, an author's full name, an arXiv ID, or `/{ command-today }` for the newest papers.
search-in-english = The papers are in English. Try English words.
search-papers-in-english = The papers are in English.
search-not-found = I couldn't find { $ids } on Hugging Face.
search-repaired = Showing results for “{ $query }”.
search-unknown-words = No papers contain **{ $words }**. These match the other words.
search-surveys = Surveys first
search-newest = Newest first
search-most-votes = Most votes first
search-days =
    { $days ->
        [one] From today
       *[other] From the last { $days } days
    }
search-on = Published on { $date }
search-between = Published from { $from } to { $to }
search-since = Published since { $from }
search-until = Published until { $to }
search-excluded =
    { $count ->
        [one] { $count } paper is hidden by your exclusions.
       *[other] { $count } papers are hidden by your exclusions.
    }
search-hub-silent = Hugging Face didn't respond, so I searched only the papers I have stored.
search-no-author = No papers by “{ $name }”.
search-no-organization = No papers from “{ $name }”.
search-no-title = No titles contain “{ $words }”.
search-no-phrase = No papers contain the phrase “{ $words }”.
search-no-name = No papers by or from “{ $name }”.
search-as-typed = Search for “{ $query }” instead
search-expired = This search has expired. Please search again.
match-id = matches this ID
match-title = matches this title
match-author = by this author
match-organization = from this organization

## Why a paper matches a topic

reason-title = “{ $words }” in the title
reason-keywords = “{ $words }” in the keywords
reason-summary = “{ $words }” in the summary
reason-abstract =
    { $times ->
        [one] “{ $words }” in the abstract
       *[other] “{ $words }” { $times } times in the abstract
    }
reason-part-of = { $words }, a part of { $topic }
reason-related-to = { $words }, related to { $topic }
reason-typical-of = { $words }, typical of { $topic }
reason-quote = “{ $words }”
reason-meaning = close in meaning
reason-author = by { $name }
reason-organization = from { $name }
reason-all = { $reasons }

## The daily post

post-all-topics = Daily papers
post-trending = Trending papers
post-rising = Rising papers
post-late = late: due { $time }
post-continued = … continued ({ $number })
post-all-papers = All papers of the day

## Previews

preview-heading = Why each paper is in or out
preview-count =
    { $total ->
        [one] Subscription #{ $id } · { $chosen } of { $total } paper will be posted
       *[other] Subscription #{ $id } · { $chosen } of { $total } papers will be posted
    }
preview-count-draft =
    { $total ->
        [one] { $chosen } of { $total } paper would be posted
       *[other] { $chosen } of { $total } papers would be posted
    }
preview-count-day =
    { $total ->
        [one] Subscription #{ $id } · { $date } · { $chosen } of { $total } paper would be posted
       *[other] Subscription #{ $id } · { $date } · { $chosen } of { $total } papers would be posted
    }
preview-daily-only = Other lists have no history, so this uses the daily list.
preview-nothing = Nothing would be posted, because { $reasons }.
preview-none-match =
    { $count ->
        [one] one paper matches no topic
       *[other] { $count } papers match no topic
    }
preview-none-excluded =
    { $count ->
        [one] one paper is excluded
       *[other] { $count } papers are excluded
    }
preview-none-votes =
    { $count ->
        [one] one paper has too few votes
       *[other] { $count } papers have too few votes
    }
preview-none-code =
    { $count ->
        [one] one paper has no code repository
       *[other] { $count } papers have no code repository
    }
preview-none-model =
    { $count ->
        [one] one paper has no model on Hugging Face
       *[other] { $count } papers have no model on Hugging Face
    }
preview-none-dataset =
    { $count ->
        [one] one paper has no dataset on Hugging Face
       *[other] { $count } papers have no dataset on Hugging Face
    }
preview-none-before =
    { $count ->
        [one] one paper was posted here or left out before
       *[other] { $count } papers were posted here or left out before
    }
preview-no-list = there's no list for this day yet
preview-no-list-that-day = there's no list for that day
preview-no-trending = I haven't read Hugging Face's trending list yet
preview-no-rising = no paper has gained votes in the last 24 hours
verdict-topic = { $topic }: { $reason }
verdict-everything = every paper is included
verdict-no-topic = no topic matches
verdict-excluded = excluded by { $topic }: { $reason }
verdict-few-votes =
    { $votes ->
        [one] { $votes } vote, fewer than your minimum of { $least }
       *[other] { $votes } votes, fewer than your minimum of { $least }
    }
verdict-posted = already posted here
verdict-unconfirmed = may have been posted here already; I couldn't confirm it
verdict-passed-over = left out of an earlier post that was full
verdict-taken = subscription #{ $id } posts it here first
verdict-full = left out: the post is full
verdict-no-code = has no code repository
verdict-no-model = has no model on Hugging Face
verdict-no-dataset = has no dataset on Hugging Face
why-listed = On the daily list of { $date }.
why-never-listed = It was never on Hugging Face's daily list.
why-posted = posted { $time }
why-posted-at = posted { $time } · { $url }
why-posted-by = by #{ $id } in the same channel: { $posted }
why-next = will be in the next post, { $time } · { $why }
why-not-next = { $problem } · { $why }
why-too-old = too old for the next post
why-no-list = never on a list
why-not-trending = not on the trending list now
why-not-rising = gained no votes in the last 24 hours
server-zone = Time zone: { $zone } · your time is now { $time }
server-zone-unset = Time zone: the one last used here, otherwise UTC
server-time = Time: { $time }
server-time-unset = Time: every day at 09:00
server-language = Language of posts: { $language }, unless a subscription has its own
server-language-unset = Language of posts: { $language }, as this server is set in Discord
language-unknown = `{ $value }` isn't a language I support. Choose one of the suggestions.

## Subscriptions

subscription-added = Subscribed { $channel } to { $topics }
subscription-corrected = Corrected: { $channel } is subscribed to { $topics }
direct-messages = your direct messages
subscription-number = subscription #{ $id }
subscription-votes =
    { $count ->
        [one] { $count } vote or more
       *[other] { $count } votes or more
    }
subscription-papers =
    { $count ->
        [one] at most { $count } paper
       *[other] at most { $count } papers
    }
subscription-most-votes = most votes first
subscription-best-match = best match first
subscription-with-code = with code
subscription-with-model = with a model
subscription-with-dataset = with a dataset
subscription-mentions = mentions { $role }
subscription-silent = silent
subscription-published = published to followers
subscription-language = language: { $language }
choice-unknown = `{ $value }` isn't one of the choices for `{ $option }`.
role-everyone = I don't mention @everyone. Choose another role.
role-everyone-manages = @everyone can't be the manager role. Choose another role.
role-unmentionable = I can't mention { $role } in { $channel }. Allow anyone to mention it in the role's settings, or give me permission to mention all roles.
posting-silent-mention = A silent post sends no notifications, so mentioning a role would do nothing. Choose one of the two.
posting-published-thread = Followers of an announcement channel get messages, but no threads. Choose another format, or don't publish the posts.
posting-no-threads = I can't open threads in { $channel }. Choose a text or announcement channel, or another format.
posting-not-announcement = { $channel } isn't an announcement channel, so its posts can't be published.
subscription-time = Your time is now { $time } ({ $zone }). See the next post with `/{ command-preview }`.
subscription-next = Upcoming posts, in your local time: { $posts }
subscription-next-at = Next { $time }
subscription-no-next = No more posts are scheduled.
subscription-last = last { $slot }
subscription-removed = Removed subscription #{ $id }
subscription-edited = Updated subscription #{ $id }
edit-unchanged = Nothing changed: subscription #{ $id } already had these settings
edit-change = { $option }: { $old } → { $new }
subscription-paused = Paused subscription #{ $id }
subscription-is-paused = Paused until you resume it.
subscription-is-paused-until = Paused until { $day }.
pause-papers = Papers listed during a pause are posted afterwards only if they're still recent, usually less than a week old.
pause-past = Choose a day after today.
day-unreadable = `{ $value }` isn't a day I can read. Enter one such as `2026-12-27`, `27 dec`, `tomorrow`, `friday` or `in 2 weeks`.
subscription-resumed = Resumed subscription #{ $id }
subscription-not-paused = Subscription #{ $id } isn't paused.
subscription-copied = Copied subscription #{ $id } to { $channel }
subscription-restored = Restored subscription #{ $id }
subscription-twin = Subscription #{ $id } posts the same papers to this channel. No paper is posted twice, so one of the two will stay empty.
button-undo = Undo
button-resume = Resume
button-remove = Remove #{ $id }
subscription-unknown = This server has no subscription #{ $id }. See `/{ command-subscription } { command-subscription-list }`.
subscriptions-count =
    { $count ->
        [one] { $count } subscription
       *[other] { $count } subscriptions
    }
subscriptions-none = No channel in this server gets papers yet.
subscriptions-none-yet = This server has no subscriptions yet. Add one with `/{ command-setup }`.
subscriptions-add = Add one with `/{ command-setup }`.
subscriptions-full = This server already has { $most } subscriptions. Remove one first.
channel-unknown = I can't find { $channel } in this server. Choose one of its channels.
channel-unchecked = Discord is limiting me right now, so I can't check that channel. Please try again in a minute.
channel-missing = I can't post in { $channel } yet. Missing permissions: { $permissions }. Allow them under Permissions in the channel's settings, then try again.
channel-locked = { $channel } is a locked thread, where only moderators can post. Unlock it, or choose another channel.
channel-no-messages = { $channel } can't receive messages. Choose a text, announcement or forum channel, or a thread.
nothing-saved = { $why } Nothing was saved.
permission-view = View Channel
permission-send = Send Messages
permission-send-in-threads = Send Messages in Threads
permission-embed = Embed Links
permission-create-threads = Create Public Threads
permission-read-history = Read Message History

## What a subscription would have brought

forecast-none =
    { $days ->
        [one] No papers from the last day would have been posted.
       *[other] No papers from the last { $days } days would have been posted.
    }
forecast-try-topics = { $none } Try broader topics.
forecast-try-topics-loose = { $none } Try broader topics or `{ option-strictness }: { choice-loose }`.
forecast-try-votes = { $none } Try a lower `{ option-min_upvotes }`.
forecast-try-filters = { $none } Try without requiring code, a model or a dataset.
forecast-try-votes-filters = { $none } Try a lower `{ option-min_upvotes }`, or without requiring code, a model or a dataset.
forecast-total = { $counted }.
forecast-by-topic = { $counted }: { $topics }.
forecast-counted =
    { $days ->
        [one] { $rate }, counted over one day
       *[other] { $rate }, counted over the last { $days } days
    }
forecast-often =
    { $count ->
        [one] About { $count } paper a day
       *[other] About { $count } papers a day
    }
forecast-a-post =
    { $count ->
        [one] About { $count } paper per post
       *[other] About { $count } papers per post
    }
forecast-seldom = About one paper every { $days } days
forecast-topic-often =
    { $count ->
        [one] { $topic } { $count } paper a day
       *[other] { $topic } { $count } papers a day
    }
forecast-topic-a-post =
    { $count ->
        [one] { $topic } { $count } paper per post
       *[other] { $topic } { $count } papers per post
    }
forecast-topic-seldom = { $topic } one paper every { $days } days
forecast-topic-none = { $topic }: none pass your filters
forecast-overflow-votes = A post holds up to { $most }, so about { $left_out } with the fewest votes would be left out.
forecast-overflow-match = A post holds up to { $most }, so the weakest matches, about { $left_out }, would be left out.
forecast-overflow-both = { $overflow } Raise `{ option-max_papers }`, or choose `{ option-strictness }: { choice-strict }` to keep the best matches.
forecast-overflow-raise = { $overflow } Raise `{ option-max_papers }` to include more.
forecast-overflow-strict = { $overflow } Choose `{ option-strictness }: { choice-strict }` to keep the best matches.
forecast-unmatched =
    { $days ->
        [one] ⚠️ No paper from the last day matches { $topic }.
       *[other] ⚠️ No paper from the last { $days } days matches { $topic }.
    }
forecast-unmatched-meant = { $unmatched } Did you mean { $meant }?
forecast-unmatched-english = { $unmatched } Topics are matched in English.
forecast-excluded-meant =
    { $days ->
        [one] ⚠️ No paper from the last day matches **-{ $topic }**. Did you mean **-{ $meant }**?
       *[other] ⚠️ No paper from the last { $days } days matches **-{ $topic }**. Did you mean **-{ $meant }**?
    }
forecast-takes-in = { $topic } also includes { $concepts }.
forecast-takes-in-more = { $topic } also includes { $concepts } and { $count } more.
forecast-correct = Use “{ $topic }”

## Status

status-heading = Status
status-hub = Hugging Face responded { $time }
status-hub-late = ⚠️ Hugging Face last responded { $time }
status-hub-never = ⚠️ Hugging Face hasn't responded yet
status-list =
    { $count ->
        [one] Newest list: { $date } ({ $count } paper)
       *[other] Newest list: { $date } ({ $count } papers)
    }
status-unwritable = ⚠️ My database can't be written to, so nothing is posted. My operator can find the reason in the log.
status-standby = Standby: another instance is posting. This one takes over within a minute if it stops.
status-channels = Upcoming posts
status-no-channels = None yet. Start with `/{ command-setup }`.
status-channel-next = { $channel } · next { $time }
status-channel-due = ⏳ { $channel } · due { $time }, not posted yet
status-channel-no-next = { $channel } · no upcoming posts
list-channel-closed = ⚠️ blocked { $time }: { $reason }
status-channel-closed = ⚠️ { $channel } · blocked { $time }: { $reason }
status-posts = Recent posts
status-no-posts = None yet.
slot-sent = ✅ { $post }: { $papers }
slot-nothing-new = ➖ { $post }: nothing new
slot-claimed = ⏳ { $post }: being posted
slot-failed = ⚠️ { $post }: { $reason }
slot-skipped = ➖ { $post }: { $reason }
slot-late = { $slot }, late
slot-reason = { $slot } ({ $reason })
slot-missing =
    { $count ->
        [one] { $slot } ({ $missing } of { $count } message missing: { $reason })
       *[other] { $slot } ({ $missing } of { $count } messages missing: { $reason })
    }

## Why a post failed: no capital at the start, no full stop at the end

failure-unknown-channel = the channel was deleted
failure-missing-permission = I need { permission-view }, { permission-send } (in a thread: { permission-send-in-threads }) and { permission-embed }
failure-access-lost = I couldn't see or post in the channel
failure-direct-messages-closed = this person doesn't accept direct messages from me
failure-thread-locked = the thread is locked; unlock it, or choose another channel
failure-refused = Discord refused the message
failure-discord-unavailable = Discord didn't respond in time
failure-hub-unavailable = Hugging Face didn't respond, and no recent list is stored
failure-unconfirmed = I couldn't confirm that the post arrived, so I didn't send it again
failure-own-fault = something went wrong on my end; my operator can find details in the log
failure-missed = I was offline for more than 12 hours after it was due
failure-overtaken = I was offline, and a later post followed
failure-already-sent = the post was in the channel already
failure-not-in-server = I wasn't in the server at that time
failure-thread-not-opened = I couldn't open a thread under the post, so its papers are in the channel
failure-not-published = I couldn't publish the post to the channel's followers
failure-paused = the subscription was paused before the post
failure-no-reason = failed
notice-channel-deleted = The channel of { $ids } was deleted, so nothing can be posted. Choose another channel with `/{ command-subscription } { command-subscription-edit }`, or remove what you no longer need with `/{ command-subscription } { command-subscription-remove }`.
notice-channel-closed = I can't post to { $channel } for { $ids }: { $reason }. Posting resumes by itself as soon as I can post there again. `/{ command-status }` in the server shows the details.
channel-deleted-move = Nothing will be posted: the channel was deleted. Choose another one below; all its subscriptions will move there.

## The panel (/setup)

panel-new = New subscription
panel-edit = Subscription #{ $id }
panel-unsaved = Nothing changes until you press { button-save }.
panel-channel-unset = **Channel:** not chosen yet
panel-channel = **Channel:** { $channel }
panel-topics-unset = **Topics:** none yet
panel-topics = **Topics:** { $topics }
panel-time-unset = **Time:** { $schedule } · set your time zone, it's now { $time } in UTC
panel-time = **Time:** { $schedule } · your time is now { $time }
panel-options = **Options:** { $options }
panel-any-votes = any number of votes
panel-strictness = strictness: { $strictness }
panel-source = list: { $value }
panel-order = order: { $value }
panel-format = format: { $value }
panel-loose = A mention is enough, even in other words
panel-normal = The paper must be related to the topic
panel-strict = The paper must be about the topic
panel-choose-channel = Choose a channel
panel-choose-hour = Choose an hour
panel-choose = Choose
panel-choose-role = Choose a role to mention
panel-with-code = Only with code
panel-with-model = Only with a model
panel-with-dataset = Only with a dataset
panel-silent = Silent
panel-publish = Publish
panel-page-basics = Basics
panel-page-papers = Papers
panel-page-posts = Posts
panel-forecast-later = Enter topics to see how many papers to expect.
panel-missing = I can't post in { $channel } yet. Missing permissions: { $permissions }. Allow them under Permissions in the channel's settings, then choose the channel again.
panel-incomplete = Choose a channel and enter topics first.
panel-of-another = Only the person who opened this panel can use it. Open your own with `/{ command-setup }`.
panel-gone = This panel is closed: it was saved or canceled, or is more than a day old. Open a new one with `/{ command-setup }`.
panel-canceled = Canceled. Nothing was changed.
panel-changed = Subscription #{ $id } was changed while this panel was open:
panel-changed-question = If you save anyway, your panel replaces these changes.
panel-removed = Subscription #{ $id } was removed while this panel was open. You can save yours as a new subscription.
welcome-about = **paperboy** posts the day's trending machine-learning papers from Hugging Face: in your channel, on your schedule and topics, and never the same paper twice.
welcome-members = Everyone can find papers with `/{ command-search }` and read the newest with `/{ command-today }`.
welcome-admins = Server admins choose a channel, topics and a time here. It takes a minute.
button-set-up = Set up
form-topics = Topics
form-topics-label = Topics, separated by commas
form-time = Time and time zone
form-time-label = Time, such as 9am or mon-fri 09:00
form-zone-label = City, country or time zone
button-edit = Edit
button-topics = Topics…
button-time = Time and zone…
button-fix = Fix
button-save = Save
button-save-anyway = Save anyway
button-save-new = Save as new
button-preview = Preview
button-test = Send test post
button-back = Back
test-heading = Test post
test-papers-on = Papers on { $topics } will be posted here.
test-papers = Papers will be posted here.
test-small = Sent by a server admin to check that posts arrive. You can delete this message.
test-sent = Sent a test post to { $channel }.
test-failed = I couldn't send a test post to { $channel }. Choose the channel again to see what's missing.
test-too-soon =
    { $seconds ->
        [one] A test post was just sent in this server. Try again in { $seconds } second.
       *[other] A test post was just sent in this server. Try again in { $seconds } seconds.
    }

## Help

help-intro = Trending machine-learning papers from Hugging Face: in your channel, on your schedule and topics, and never the same paper twice.
help-start = **To get started**, a server admin uses `/{ command-setup }` and picks a channel, topics, a time and a time zone. `/{ command-preview }` shows the next post.
help-papers = Papers
help-posts = Daily posts (server admins)
help-bot = About

## The server: settings, changes, managers

command-server = server
    .about = This server's settings, and who changed what
command-server-set = set
    .about = Show or change this server's settings
    .zone = Time zone of new subscriptions: a city, a country or a name such as America/New_York
    .time = Time of new subscriptions: 9am, mon-fri 09:00, every monday at 9…
    .language = Language of posts, unless a subscription has its own (default: this server's language in Discord)
    .log_channel = Where to report channels that I can't post in
    .manager_role = A role whose members can manage subscriptions and settings
    .commands_per_minute = How many commands each member may use in a minute
    .reset = A setting to reset to its default
command-server-audit = audit
    .about = Show who changed subscriptions and settings in the last 90 days
option-log_channel = log_channel
option-manager_role = manager_role
option-commands_per_minute = commands_per_minute
option-reset = reset
choice-zone = time zone
choice-time = time
choice-language = language
choice-log_channel = log channel
choice-manager_role = manager role
choice-commands_per_minute = commands per minute
role-unknown = I can't find that role. Choose one of this server's roles.
reset-unknown = I can't reset `{ $value }`. Choose one of the suggestions.
server-heading = Server settings
server-saved = Saved the server settings
server-unchanged = Nothing changed: the server already had these settings
server-log = Problems are reported in { $channel }
server-log-unset = Problems are reported by direct message to the person who set up the subscription
server-manager = Managers: members with Manage Server or { $role }
server-manager-unset = Managers: members with Manage Server
server-manager-how = Discord still hides admin commands from { $role }: add the role under Server Settings → Integrations → paperboy. Bots can't do that.
server-rate =
    { $count ->
        [one] Each member may use { $count } command per minute here; managers may use more
       *[other] Each member may use { $count } commands per minute here; managers may use more
    }
server-rate-unset = Members may use commands as often as the bot allows
setting-paused = paused
setting-set = { $option }: { $value }
setting-unset = { $option }: { $value } → default
setting-off = { $option }: { $value } → no
setting-none = { $option }: { $value } → none
setting-until = until { $day }
setting-until-resumed = until it's resumed
audit-heading = Changes
audit-kept =
    { $days ->
        [one] Kept for { $days } day
       *[other] Kept for { $days } days
    }
audit-none =
    { $days ->
        [one] Nothing was changed in the last day.
       *[other] Nothing was changed in the last { $days } days.
    }
audit-added = Added subscription #{ $id }
audit-erased = someone whose data was deleted
audit-new = New subscription
only-managers = Only members with Manage Server can use this button.
only-managers-or = Only members with Manage Server or { $role } can use this button.

## /config

command-config = config
    .about = Export or import this server's configuration as a file
command-config-export = export
    .about = Get this server's subscriptions and settings as a file
command-config-import = import
    .about = Compare a file with this server's configuration, then apply it
    .file = A file from /config export; you can edit it first
option-file = file
config-exported = Edit the file, then upload it with `/{ command-config } { command-config-import }`. You'll see what would change before it's applied. To use it in another server, replace the channels first.
config-too-large = The file is too large. I read files of up to { $most } kB.
config-not-fetched = I couldn't get the file from Discord. Please try again.
config-gone = This import was already applied or canceled, or is more than a day old. Import the file again.
config-changed = This server's configuration changed after you imported the file, so nothing was applied. Import it again to see what it would change now.
config-problems =
    { $count ->
        [one] I can't use this file: { $count } problem. Nothing was changed.
       *[other] I can't use this file: { $count } problems. Nothing was changed.
    }
config-problems-more = … and { $count } more. Fix these first, then import the file again.
config-same = This file matches this server's configuration. There's nothing to change.
config-compare = What this file would change
config-applied = Imported the configuration
config-canceled = Canceled. Nothing was changed.
config-undone = Undid the import
config-undo-gone = This import can't be undone anymore: it was already undone, or is more than a day old.
config-undo-changed = This server's configuration changed after the import, so nothing was undone.
config-counts = { $added } added · { $changed } changed · { $removed } removed · { $unchanged } unchanged
config-empty = This file is empty. `/{ command-config } { command-config-export }` makes one that I can import.
config-not-json = This isn't valid JSON: check line { $line }, column { $column }.
config-not-ours = This isn't a paperboy configuration: it doesn't start with `"paperboy": 1`.
config-newer = This file uses version { $version } of the format, which I don't support yet.
config-too-many = This file has { $count } subscriptions. A server can have at most { $most }.
config-not-object = must be an object: `{ "{" } … { "}" }`.
config-not-list = must be a list: `[ … ]`.
config-unknown-key = I don't know a setting called `{ $key }`.
config-bad-id = `id` must be the number of a subscription, or left out.
config-id-twice = #{ $id } is in the file twice.
config-not-text = `{ $key }` must be text in quotes.
config-not-flag = `{ $key }` must be true or false.
config-bad-pause = `paused` must be true, false or the time when the pause ends, such as `2026-12-27T00:00:00Z`.
button-apply = Apply
button-cancel = Cancel

## Notices

button-check-again = Check again
menu-move-to = Move to…
notice-open = I checked { $channel } again: I can post there now.
notice-still-closed = I checked { $channel } again. { $why }
notice-moved =
    { $count ->
        [one] Moved { $count } subscription to { $channel }.
       *[other] Moved { $count } subscriptions to { $channel }.
    }
notice-nothing-there = No subscription posts to that channel anymore.

## Search: filters and privacy

option-private = private
search-none-passes =
    { $count ->
        [one] { $count } paper matches “{ $query }”, but not your filters.
       *[other] { $count } papers match “{ $query }”, but none match your filters.
    }
search-without-filters = Search without filters

## /about

command-about = about
    .about = What paperboy is, its version, and how to add it to your server
about-permissions = To post, I need { permission-view }, { permission-send }, { permission-embed } and { permission-read-history }, and for threads { permission-create-threads } and { permission-send-in-threads }. The invite link asks for these and nothing else.
about-privacy = I don't read messages. I store what admins set up here and who changed it, and which papers were posted where. Searches too long for a button are kept for a month, so that their pages work.
about-invite = Add to a server
about-policy = Privacy policy
about-terms = Terms of service
about-source = Source code
