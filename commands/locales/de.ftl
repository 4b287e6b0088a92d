# Was der Bot sagt, auf Deutsch. Begriffe wie in Discord: Server, Kanal, Rolle, Berechtigung.

## Commands

command-search = suche
    .about = Paper finden: nach Wörtern, Titel, Autor, arXiv-ID oder Link
    .query = Wonach du suchst
    .from = Ab diesem Tag veröffentlicht (2026-01-31)
    .to = Bis zu diesem Tag veröffentlicht (2026-01-31)
    .min_upvotes = Mindestanzahl Stimmen
    .has_code = Nur Paper mit Code-Repository
    .has_model = Nur Paper mit einem Modell auf Hugging Face
    .has_dataset = Nur Paper mit einem Datensatz auf Hugging Face
    .sort = Reihenfolge der Ergebnisse (Standard: beste Treffer)
    .private = Die Ergebnisse nur dir anzeigen
command-today = heute
    .about = Die neuesten Paper des Tages anzeigen, meiste Stimmen zuerst
command-paper = paper
    .about = Ein Paper anzeigen: Autoren, Zusammenfassung, Code und Links
    .id = arXiv-ID, Link oder Titel; beim Tippen erscheinen Vorschläge
command-similar = ähnlich
    .about = Paper finden, die einem anderen ähneln
    .id = arXiv-ID, Link oder Titel; beim Tippen erscheinen Vorschläge
command-help = hilfe
    .about = Was paperboy kann und wie du anfängst
command-subscription = abo
    .about = Tägliche Paper für die Kanäle dieses Servers
command-subscription-add = hinzufügen
    .about = Jeden Tag Paper in einem Kanal posten
    .channel = Wo die Paper gepostet werden
    .topics = Themen, durch Kommas getrennt; -Wort schließt aus; „all“ umfasst alle Paper
    .time = Wann gepostet wird: 9 Uhr, mo-fr 09:00, jeden Montag um 9 … (Standard: 09:00)
    .zone = Deine Stadt, dein Land oder deine Zeitzone, z. B. Berlin oder America/New_York
    .min_upvotes = Mindestanzahl Stimmen
    .max_papers = Höchstens so viele Paper pro Beitrag (Standard: 10)
    .strictness = Wie genau ein Paper passen muss (Standard: normal); bei „locker“ zählt auch die Bedeutung
    .source = Aus welcher Liste die Paper kommen (Standard: Paper des Tages)
    .order = Welche Paper zuerst kommen (Standard: wie in der Liste)
    .has_code = Nur Paper mit Code-Repository
    .has_model = Nur Paper mit einem Modell auf Hugging Face
    .has_dataset = Nur Paper mit einem Datensatz auf Hugging Face
    .format = Wie die Paper gepostet werden (Standard: Übersicht)
    .role = Eine Rolle, die jeder Beitrag erwähnt
    .silent = Ohne Benachrichtigung posten
    .publish = Beiträge für alle veröffentlichen, die dem Ankündigungskanal folgen
    .language = Sprache der Beiträge (Standard: die dieses Servers)
command-subscription-list = liste
    .about = Die Abos und ihre nächsten Beiträge anzeigen
command-subscription-edit = ändern
    .about = Die angegebenen Optionen ändern; ohne Angabe öffnet sich ein Panel mit allen
    .id = Die Nummer des Abos; beim Tippen erscheinen Vorschläge
    .channel = Der neue Kanal
    .topics = Die neuen Themen, durch Kommas getrennt; -Wort schließt aus; „all“ umfasst alle Paper
    .time = Die neue Uhrzeit: 10 Uhr, mo-fr 09:00, jeden Montag um 9 …
    .zone = Die neue Zeitzone: Stadt, Land oder Name wie America/New_York
    .min_upvotes = Die neue Mindestanzahl Stimmen
    .max_papers = Die neue Höchstzahl Paper pro Beitrag
    .strictness = Wie genau ein Paper passen muss
    .source = Aus welcher Liste die Paper kommen
    .order = Welche Paper zuerst kommen
    .has_code = Nur Paper mit Code-Repository
    .has_model = Nur Paper mit einem Modell auf Hugging Face
    .has_dataset = Nur Paper mit einem Datensatz auf Hugging Face
    .format = Wie die Paper gepostet werden
    .role = Eine Rolle, die jeder Beitrag erwähnt
    .no_role = Keine Rolle mehr erwähnen
    .silent = Ohne Benachrichtigung posten
    .publish = Beiträge für alle veröffentlichen, die dem Ankündigungskanal folgen
    .language = Sprache der Beiträge
command-subscription-pause = pausieren
    .about = Beiträge bis zu einem Tag aussetzen, oder bis du das Abo fortsetzt
    .id = Die Nummer des Abos; beim Tippen erscheinen Vorschläge
    .until = Ab wann es weitergeht: 2026-12-27, freitag, in 2 wochen (Standard: bis du fortsetzt)
command-subscription-resume = fortsetzen
    .about = Die Pause eines Abos beenden
    .id = Die Nummer des Abos; beim Tippen erscheinen Vorschläge
command-subscription-copy = kopieren
    .about = Ein Abo in einen anderen Kanal kopieren
    .id = Die Nummer des Abos; beim Tippen erscheinen Vorschläge
    .channel = Der Kanal, in den es kopiert wird
command-subscription-remove = entfernen
    .about = Ein Abo entfernen
    .id = Die Nummer des Abos; beim Tippen erscheinen Vorschläge
command-setup = einrichten
    .about = Ein Abo Schritt für Schritt einrichten: Kanal, Themen, Zeit, Vorschau
command-preview = vorschau
    .about = Den nächsten Beitrag anzeigen, und warum jedes Paper dabei ist oder nicht
    .subscription = Die Nummer des Abos (Standard: das neueste)
    .date = Vorschau für einen vergangenen Tag: 2026-01-31, gestern, freitag … (Standard: nächster Beitrag)
command-why = warum
    .about = Anzeigen, warum ein Paper hier gepostet wurde oder nicht
    .paper = Eine arXiv-ID, ein Link oder der Titel; beim Tippen erscheinen Vorschläge
    .subscription = Nur dieses Abo (Standard: alle dieses Servers)
command-status = status
    .about = Nächste und letzte Beiträge anzeigen, und was sie verhindert

option-query = suchbegriff
option-from = von
option-to = bis
option-min_upvotes = min_stimmen
option-has_code = mit_code
option-has_model = mit_modell
option-has_dataset = mit_datensatz
option-sort = sortierung
option-id = id
option-channel = kanal
option-topics = themen
option-time = uhrzeit
option-zone = zeitzone
option-max_papers = max_paper
option-strictness = genauigkeit
option-source = quelle
option-order = reihenfolge
option-format = format
option-role = rolle
option-no_role = keine_rolle
option-silent = lautlos
option-publish = veröffentlichen
option-subscription = abo
option-date = datum
option-language = sprache
option-paper = paper
option-until = bis

choice-relevance = beste Treffer
choice-votes = meiste Stimmen
choice-newest = neueste
choice-loose = locker
choice-normal = normal
choice-strict = streng
choice-server = die Sprache des Servers
choice-en = English
choice-de = Deutsch
choice-fr = Français
choice-es = Español
choice-ja = 日本語
choice-zh-CN = 简体中文
choice-daily = Paper des Tages
choice-trending = im Trend
choice-rising = Aufsteiger der letzten 24 Stunden
choice-list = wie in der Liste
choice-match = beste Treffer zuerst
choice-digest = Übersicht
choice-compact = kompakte Liste
choice-papers = eine Nachricht pro Paper
choice-thread = Thread unter dem Beitrag
yes = ja

## Days and numbers

weekday =
    { $day ->
        [1] Montag
        [2] Dienstag
        [3] Mittwoch
        [4] Donnerstag
        [5] Freitag
        [6] Samstag
       *[7] Sonntag
    }
month =
    { $month ->
        [1] Januar
        [2] Februar
        [3] März
        [4] April
        [5] Mai
        [6] Juni
        [7] Juli
        [8] August
        [9] September
        [10] Oktober
        [11] November
       *[12] Dezember
    }
date = { $day }. { $month } { $year }
date-month = { $month } { $year }
date-long = { $weekday }, { $day }. { $month } { $year }
papers =
    { $count ->
        [one] { $count } Paper
       *[other] { $count } Paper
    }
more = … und { $count } weitere

## Schedules

schedule = { $schedule } ({ $zone })
schedule-at = { $days } um { $times }
schedule-hourly = stündlich zur Minute { $minute }
schedule-hourly-on = stündlich zur Minute { $minute }, { $days }
days-all = täglich
days-workdays = Montag bis Freitag
days-weekdays = { $weekdays }
days-of-month = am { $dates } jedes Monats
each-weekday =
    { $day ->
        [1] montags
        [2] dienstags
        [3] mittwochs
        [4] donnerstags
        [5] freitags
        [6] samstags
       *[7] sonntags
    }
day-of-month = { $day }.

## A time that can't be read

time-unreadable = Ich verstehe `{ $typed }` nicht als Zeit. { $problem } { time-examples }
time-unreadable-part = { $problem } { time-examples }
time-examples = Versuch es mit `09:00`, `mo-fr 9 Uhr`, `jeden Montag um 9` oder einem Cron-Ausdruck wie `0 9 * * 1-5`.
time-too-often = `{ $typed }` würde öfter als 24-mal am Tag posten. Wähle weniger Zeiten, zum Beispiel einmal pro Stunde: `0 * * * *`.
time-never = `{ $typed }` kommt nie vor. Prüfe Tag und Monat.
time-empty = Die Angabe ist leer.
time-too-long = Die Angabe ist zu lang.
time-not-a-time = `{ $part }` ist keine Uhrzeit zwischen 00:00 und 23:59.
time-not-a-time-of-day = `{ $part }` ist keine Uhrzeit.
time-no-time-of-day = Die Uhrzeit fehlt.
time-unknown-words = `{ $part }` ist weder ein Tag noch eine Uhrzeit noch eine Zeitzone.
time-is-zone = `{ $part }` ist eine Zeitzone.
time-and-hours = Es sind sowohl eine Uhrzeit als auch ein Abstand in Stunden angegeben.
time-uncountable = Beiträge können sich alle paar Stunden, an Wochentagen oder an Tagen des Monats wiederholen, aber nicht nach `{ $part }`.
time-one-time = `{ $part }` kommt nur einmal vor, aber Beiträge wiederholen sich.
time-count = `{ $part }` sagt nicht, wann. Nenne ebenso viele Tage oder Uhrzeiten.
time-two-zones = `{ $one }` und `{ $other }` sind zwei Zeitzonen. Nenne nur eine.
time-field-count = Ein Cron-Ausdruck hat genau fünf Felder.
time-seconds = Ein Cron-Ausdruck hat hier genau fünf Felder; lass die Sekunden weg.
time-character = Im Feld „{ $field }“ steht ein Zeichen, das Cron nicht verwendet: `{ $part }`.
time-backwards = Der Bereich `{ $part }` im Feld „{ $field }“ läuft rückwärts.
time-not-a-weekday = `{ $part }` ist kein Wochentag (0–7 oder mon–sun).
time-no-step = In `{ $part }` fehlt die Zahl nach dem Schrägstrich.
time-zero-step = Die Schrittweite in `{ $part }` ist null.
time-out-of-range = Im Feld „{ $field }“ sind Zahlen von { $least } bis { $most } möglich.
time-combination = Diese Felder lassen sich nicht kombinieren.
field-minute = Minute
field-hour = Stunde
field-day = Tag
field-month = Monat
field-weekday = Wochentag

## A time zone that can't be read

zone-choose = { $problem } Wähle eine davon (in Klammern die Uhrzeit dort): { $choices }
zone-several-places = `{ $typed }` hat mehr als eine Zeitzone.
zone-abbreviation = `{ $typed }` steht für mehr als eine Zeitzone.
zone-offset = `{ $typed }` ist nur ein Abstand zu UTC; wann die Uhren umgestellt werden, kann ich daraus nicht erkennen.
zone-ahead = `{ $typed }` ist UTC trotz des Vorzeichens voraus (UTC{ $offset }).
zone-behind = `{ $typed }` liegt trotz des Vorzeichens hinter UTC (UTC{ $offset }).
zone-unknown = Ich kenne weder eine Zeitzone noch einen Ort namens `{ $typed }`. Gib eine große Stadt in deiner Nähe ein oder wähle eine davon (in Klammern die Uhrzeit dort): { $choices }
zone-unknown-name = Ich kenne keine Zeitzone namens `{ $typed }`. Nimm einen Namen wie `Europe/Berlin`, `America/New_York` oder `UTC`.
zone-twice = Bei der Uhrzeit steht { $other }, als Zeitzone aber { $zone }. Gib nur eine von beiden an.
options-conflict = `{ $one }` und `{ $other }` widersprechen sich. Gib nur eins von beiden an.

## Topics and searches that can't be read

words-none = `{ $typed }` enthält keine Wörter, die zu einem Paper passen könnten. Gib welche ein, zum Beispiel `diffusion`.
words-empty-quotes = Zwischen den Anführungszeichen steht nichts. Schreib Wörter dazwischen, zum Beispiel `"chain of thought"`, oder lass sie weg.
words-nameless = Nach `{ $field }:` muss ein Name stehen, zum Beispiel `{ $field }:{ $example }`.
words-category = `{ $typed }` ist eine arXiv-Kategorie, und auf Hugging Face haben Paper keine Kategorien. Gib das Thema auf Englisch ein, zum Beispiel `{ $instead }`.
words-only-exclusions = Das schließt nur Paper aus. Gib auch an, wonach du suchst, zum Beispiel `{ $example } { $excluded }`.
topics-too-long = Das Thema `{ $topic }…` hat mehr als { $most } Zeichen. Trenne Themen durch Kommas.
topics-too-many = Das sind { $count } Themen. Ein Abo kann höchstens { $most } haben; leg für die übrigen ein weiteres Abo an.
topics-contradiction = `{ $topic }` ist zugleich gewünscht und ausgeschlossen. Behalte nur eins von beiden.
topics-none = `{ $typed }` enthält kein Thema. Gib Themen durch Kommas getrennt ein, zum Beispiel `diffusion, LLM agents`, oder `all` für alle Paper.
topics-only-exclusions = Das schließt nur Paper aus. Gib auch die gewünschten Themen an oder `all, { $excluded }` für alle anderen Paper.
topics-all-and-more = `all` umfasst schon alle Paper, `{ $topic }` ändert also nichts. Gib `all` für alle Paper ein oder `{ $topic }` ohne `all`.
topics-all = alle Paper

## Other things that can't be read

query-empty = Gib einen Suchbegriff ein.
topics-empty = Gib mindestens ein Thema ein oder `all` für alle Paper.
paper-empty = Gib eine arXiv-ID, einen Link oder einen Titel ein.
option-empty = Gib etwas für `{ $option }` ein.
number-not-whole = `{ $option }` ist `{ $value }`. Gib eine ganze Zahl ab 0 ein.
number-too-large = `{ $option }` ist { $value }, und das ist zu groß.
max-papers-out-of-range = Wähle 1 bis { $most } Paper pro Beitrag.
rate-out-of-range = Wähle zwischen 1 und { $most } Befehlen pro Minute.
date-unreadable = Ich verstehe `{ $value }` nicht als Datum. Gib zum Beispiel `31.1.2026`, `31. Januar`, `gestern`, `freitag` oder `vor 3 tagen` ein.
date-ambiguous = `{ $value }` kann `{ $first }` oder `{ $second }` sein. Gib das Datum ein, das du meinst.
date-future = `{ $value }` liegt in der Zukunft ({ $date }), dafür gibt es noch keine Paper. Meintest du `{ $past }`?
dates-swapped = Das Startdatum ({ $from }) liegt nach dem Enddatum ({ $to }). Vertausche die beiden.
sort-unknown = Nach `{ $value }` kann ich nicht sortieren. Wähle { choice-relevance }, { choice-votes } oder { choice-newest }.
strictness-unknown = `{ $value }` ist keine Genauigkeit. Wähle locker, normal oder streng.
channel-unreadable = Wähle einen Kanal für `{ $option }`.
server-only = Dieser Befehl funktioniert nur auf Servern.
command-unknown = Ich kenne `/{ $command }` nicht. Siehe `/{ command-help }`.
button-unknown = Dieser Button funktioniert nicht mehr. Verwende den Befehl noch einmal.

## When something goes wrong

apology = Bei mir ist etwas schiefgelaufen. Bitte versuch es in einer Minute noch einmal.
unreadable = Diese Anfrage konnte ich nicht lesen. Bitte verwende den Befehl noch einmal.
too-fast =
    { $seconds ->
        [one] Du bist zu schnell. Bitte versuch es in { $seconds } Sekunde noch einmal.
       *[other] Du bist zu schnell. Bitte versuch es in { $seconds } Sekunden noch einmal.
    }
server-too-fast =
    { $seconds ->
        [one] Dieser Server schickt zu viele Befehle. Bitte versuch es in { $seconds } Sekunde noch einmal.
       *[other] Dieser Server schickt zu viele Befehle. Bitte versuch es in { $seconds } Sekunden noch einmal.
    }
member-too-fast =
    { $count ->
        [one] Mitglieder dürfen auf diesem Server { $count } Befehl pro Minute verwenden. Bitte versuch es { $when } noch einmal.
       *[other] Mitglieder dürfen auf diesem Server { $count } Befehle pro Minute verwenden. Bitte versuch es { $when } noch einmal.
    }
busy = Ich bin gerade ausgelastet. Bitte versuch es in einer Minute noch einmal.
not-saved = Das konnte ich nicht speichern, es wurde also nichts geändert. Bitte versuch es in einer Minute noch einmal.

## A paper

byline-others =
    { $count ->
        [one] { $names } und { $count } weitere Person
       *[other] { $names } und { $count } weitere
    }
votes =
    { $count ->
        [one] ▲ { $count } Stimme
       *[other] ▲ { $count } Stimmen
    }
code-link = Code
first-page = Erste Seite
first-page-of = Erste Seite von { $title }
menu-papers = Paper ansehen (nur für dich)
card-summary = Zusammenfassung
card-abstract = Abstract
card-published = veröffentlicht am { $date }
card-linked = Auf Hugging Face
card-models =
    { $count ->
        [one] { $count } Modell: { $names }
       *[other] { $count } Modelle: { $names }
    }
card-datasets =
    { $count ->
        [one] { $count } Datensatz: { $names }
       *[other] { $count } Datensätze: { $names }
    }
card-spaces =
    { $count ->
        [one] { $count } Space: { $names }
       *[other] { $count } Spaces: { $names }
    }
button-code = Code
button-project = Projekt
button-similar = Ähnliche Paper
paper-not-found = Ich konnte `{ $id }` auf Hugging Face nicht finden. Vielleicht ist es auf arXiv: { $url }
paper-hub-silent = Hugging Face antwortet nicht, und ich habe `{ $id }` nicht gespeichert. Versuch es in ein paar Minuten noch einmal.
paper-not-named = Ich habe kein Paper namens `{ $typed }` gefunden. Gib seine arXiv-ID oder einen Link ein oder wähle einen der Vorschläge.
similar-heading = Ähnliche Paper wie { $paper }
similar-none = Ich habe keine Paper gefunden, die { $paper } ähneln.

## Lists of papers

page-previous = ◀ Zurück
page-next = Weiter ▶
day-heading = Paper vom { $date }
day-count =
    { $count ->
        [one] { $count } Paper
       *[other] { $count } Paper, meiste Stimmen zuerst
    }
day-none = Für den { $date } sind keine Paper gelistet.
day-read = aktualisiert { $time }

## Search results

search-heading = „{ $query }“
search-nothing = Nichts Passendes zu „{ $query }“ gefunden.
search-hints = Versuch es mit weniger oder anderen Wörtern, dem vollen Namen eines Autors, einer arXiv-ID oder mit `/{ command-today }` für die neuesten Paper.
search-in-english = Die Paper sind auf Englisch. Suche mit englischen Begriffen.
search-papers-in-english = Die Paper sind auf Englisch.
search-not-found = Ich konnte { $ids } auf Hugging Face nicht finden.
search-repaired = Ergebnisse für „{ $query }“.
search-unknown-words = Kein Paper enthält **{ $words }**. Diese Paper passen zu den übrigen Wörtern.
search-surveys = Übersichtsarbeiten zuerst
search-newest = Neueste zuerst
search-most-votes = Meiste Stimmen zuerst
search-days =
    { $days ->
        [one] Von heute
       *[other] Aus den letzten { $days } Tagen
    }
search-on = Veröffentlicht am { $date }
search-between = Veröffentlicht von { $from } bis { $to }
search-since = Veröffentlicht seit { $from }
search-until = Veröffentlicht bis { $to }
search-excluded =
    { $count ->
        [one] { $count } Paper ist durch deine Ausschlüsse ausgeblendet.
       *[other] { $count } Paper sind durch deine Ausschlüsse ausgeblendet.
    }
search-hub-silent = Hugging Face hat nicht geantwortet; ich habe nur die Paper durchsucht, die ich gespeichert habe.
search-no-author = Keine Paper von „{ $name }“.
search-no-organization = Keine Paper von der Organisation „{ $name }“.
search-no-title = Kein Titel enthält „{ $words }“.
search-no-phrase = Kein Paper enthält die Wortfolge „{ $words }“.
search-no-name = Keine Paper von einer Person oder Organisation namens „{ $name }“.
search-as-typed = Stattdessen nach „{ $query }“ suchen
search-expired = Diese Suche ist abgelaufen. Bitte suche noch einmal.
match-id = hat diese ID
match-title = hat diesen Titel
match-author = von diesem Autor
match-organization = von dieser Organisation

## Why a paper matches a topic

reason-title = „{ $words }“ im Titel
reason-keywords = „{ $words }“ in den Schlagwörtern
reason-summary = „{ $words }“ in der Zusammenfassung
reason-abstract =
    { $times ->
        [one] „{ $words }“ im Abstract
       *[other] „{ $words }“ { $times }-mal im Abstract
    }
reason-part-of = { $words }, ein Teil von { $topic }
reason-related-to = { $words }, verwandt mit { $topic }
reason-typical-of = { $words }, typisch für { $topic }
reason-quote = „{ $words }“
reason-meaning = ähnliche Bedeutung
reason-author = von { $name }
reason-organization = von { $name }
reason-all = { $reasons }

## The daily post

post-all-topics = Paper des Tages
post-trending = Paper im Trend
post-rising = Aufsteiger
post-late = verspätet, fällig { $time }
post-continued = … Fortsetzung ({ $number })
post-all-papers = Alle Paper des Tages

## Previews

preview-heading = Warum jedes Paper dabei ist oder nicht
preview-count =
    { $total ->
        [one] Abo #{ $id } · { $chosen } von { $total } Paper wird gepostet
       *[other]
            { $chosen ->
                [one] Abo #{ $id } · { $chosen } von { $total } Papern wird gepostet
               *[other] Abo #{ $id } · { $chosen } von { $total } Papern werden gepostet
            }
    }
preview-count-draft =
    { $total ->
        [one] { $chosen } von { $total } Paper würde gepostet
       *[other]
            { $chosen ->
                [one] { $chosen } von { $total } Papern würde gepostet
               *[other] { $chosen } von { $total } Papern würden gepostet
            }
    }
preview-count-day =
    { $total ->
        [one] Abo #{ $id }, { $date } · { $chosen } von { $total } Paper würde gepostet
       *[other]
            { $chosen ->
                [one] Abo #{ $id }, { $date } · { $chosen } von { $total } Papern würde gepostet
               *[other] Abo #{ $id }, { $date } · { $chosen } von { $total } Papern würden gepostet
            }
    }
preview-daily-only = Andere Listen werden nicht aufbewahrt, deshalb gilt hier die Tagesliste.
preview-nothing = Nichts würde gepostet: { $reasons }.
preview-none-match =
    { $count ->
        [one] ein Paper passt zu keinem Thema
       *[other] { $count } Paper passen zu keinem Thema
    }
preview-none-excluded =
    { $count ->
        [one] ein Paper ist ausgeschlossen
       *[other] { $count } Paper sind ausgeschlossen
    }
preview-none-votes =
    { $count ->
        [one] ein Paper hat zu wenige Stimmen
       *[other] { $count } Paper haben zu wenige Stimmen
    }
preview-none-code =
    { $count ->
        [one] ein Paper hat kein Code-Repository
       *[other] { $count } Paper haben kein Code-Repository
    }
preview-none-model =
    { $count ->
        [one] ein Paper hat kein Modell auf Hugging Face
       *[other] { $count } Paper haben kein Modell auf Hugging Face
    }
preview-none-dataset =
    { $count ->
        [one] ein Paper hat keinen Datensatz auf Hugging Face
       *[other] { $count } Paper haben keinen Datensatz auf Hugging Face
    }
preview-none-before =
    { $count ->
        [one] ein Paper wurde hier schon gepostet oder ausgelassen
       *[other] { $count } Paper wurden hier schon gepostet oder ausgelassen
    }
preview-no-list = für diesen Tag gibt es noch keine Liste
preview-no-list-that-day = für diesen Tag gibt es keine Liste
preview-no-trending = ich habe die Trendliste von Hugging Face noch nicht gelesen
preview-no-rising = kein Paper hat in den letzten 24 Stunden Stimmen dazubekommen
verdict-topic = { $topic }: { $reason }
verdict-everything = alle Paper sind dabei
verdict-no-topic = kein Thema passt
verdict-excluded = ausgeschlossen durch { $topic }: { $reason }
verdict-few-votes =
    { $votes ->
        [one] { $votes } Stimme, weniger als dein Minimum von { $least }
       *[other] { $votes } Stimmen, weniger als dein Minimum von { $least }
    }
verdict-posted = wurde hier schon gepostet
verdict-unconfirmed = wurde hier vielleicht schon gepostet; ich konnte es nicht bestätigen
verdict-passed-over = passte nicht mehr in einen früheren Beitrag
verdict-taken = Abo #{ $id } postet es hier zuerst
verdict-full = ausgelassen: der Beitrag ist voll
verdict-no-code = hat kein Code-Repository
verdict-no-model = hat kein Modell auf Hugging Face
verdict-no-dataset = hat keinen Datensatz auf Hugging Face
why-listed = Auf der Tagesliste vom { $date }.
why-never-listed = Es stand nie auf der Tagesliste von Hugging Face.
why-posted = gepostet { $time }
why-posted-at = gepostet { $time } · { $url }
why-posted-by = von #{ $id } im selben Kanal: { $posted }
why-next = kommt im nächsten Beitrag, { $time } · { $why }
why-not-next = { $problem } · { $why }
why-too-old = zu alt für den nächsten Beitrag
why-no-list = nie auf einer Liste
why-not-trending = steht gerade nicht auf der Trendliste
why-not-rising = hat in den letzten 24 Stunden keine Stimmen dazubekommen
server-zone = Zeitzone: { $zone } · bei dir ist es jetzt { $time }
server-zone-unset = Zeitzone: die hier zuletzt verwendete, sonst UTC
server-time = Uhrzeit: { $time }
server-time-unset = Uhrzeit: täglich um 09:00
server-language = Sprache der Beiträge: { $language }, wenn ein Abo keine eigene hat
server-language-unset = Sprache der Beiträge: { $language }, die Sprache dieses Servers in Discord
language-unknown = `{ $value }` ist keine Sprache, die ich unterstütze. Wähle einen der Vorschläge.

## Subscriptions

subscription-added = { $channel } abonniert { $topics }
subscription-corrected = Korrigiert: { $channel } abonniert { $topics }
direct-messages = deine Direktnachrichten
subscription-number = Abo #{ $id }
subscription-votes =
    { $count ->
        [one] ab { $count } Stimme
       *[other] ab { $count } Stimmen
    }
subscription-papers =
    { $count ->
        [one] höchstens { $count } Paper
       *[other] höchstens { $count } Paper
    }
subscription-most-votes = meiste Stimmen zuerst
subscription-best-match = beste Treffer zuerst
subscription-with-code = mit Code
subscription-with-model = mit Modell
subscription-with-dataset = mit Datensatz
subscription-mentions = erwähnt { $role }
subscription-silent = lautlos
subscription-published = für Follower veröffentlicht
subscription-language = Sprache: { $language }
choice-unknown = `{ $value }` gehört nicht zur Auswahl für `{ $option }`.
role-everyone = Ich erwähne @everyone nicht. Wähle eine andere Rolle.
role-everyone-manages = @everyone kann nicht die Verwalterrolle sein. Wähle eine andere Rolle.
role-unmentionable = Ich kann { $role } in { $channel } nicht erwähnen. Erlaube in den Einstellungen der Rolle allen, sie zu erwähnen, oder gib mir die Berechtigung, alle Rollen zu erwähnen.
posting-silent-mention = Ein lautloser Beitrag verschickt keine Benachrichtigungen, eine Erwähnung hätte also keine Wirkung. Wähle eins von beiden.
posting-published-thread = Wer einem Ankündigungskanal folgt, bekommt Nachrichten, aber keine Threads. Wähle ein anderes Format oder veröffentliche die Beiträge nicht.
posting-no-threads = In { $channel } kann ich keine Threads erstellen. Wähle einen Text- oder Ankündigungskanal oder ein anderes Format.
posting-not-announcement = { $channel } ist kein Ankündigungskanal, Beiträge dort können also nicht veröffentlicht werden.
subscription-time = Bei dir ist es jetzt { $time } ({ $zone }). Den nächsten Beitrag siehst du mit `/{ command-preview }`.
subscription-next = Nächste Beiträge, in deiner Ortszeit: { $posts }
subscription-next-at = Nächster { $time }
subscription-no-next = Es sind keine Beiträge mehr geplant.
subscription-last = letzter { $slot }
subscription-removed = Abo #{ $id } entfernt
subscription-edited = Abo #{ $id } geändert
edit-unchanged = Nichts geändert: Abo #{ $id } hatte diese Einstellungen schon
edit-change = { $option }: { $old } → { $new }
subscription-paused = Abo #{ $id } pausiert
subscription-is-paused = Pausiert, bis du es fortsetzt.
subscription-is-paused-until = Pausiert bis { $day }.
pause-papers = Paper, die während einer Pause erscheinen, werden danach nur gepostet, wenn sie noch aktuell sind, meist weniger als eine Woche alt.
pause-past = Wähle einen Tag, der nach heute liegt.
day-unreadable = Ich verstehe `{ $value }` nicht als Tag. Gib zum Beispiel `27.12.2026`, `27. Dezember`, `morgen`, `freitag` oder `in 2 wochen` ein.
subscription-resumed = Abo #{ $id } fortgesetzt
subscription-not-paused = Abo #{ $id } ist nicht pausiert.
subscription-copied = Abo #{ $id } nach { $channel } kopiert
subscription-restored = Abo #{ $id } wiederhergestellt
subscription-twin = Abo #{ $id } postet dieselben Paper in diesen Kanal. Kein Paper wird zweimal gepostet, also bleibt eines der beiden leer.
button-undo = Rückgängig
button-resume = Fortsetzen
button-remove = #{ $id } entfernen
subscription-unknown = Dieser Server hat kein Abo #{ $id }. Siehe `/{ command-subscription } { command-subscription-list }`.
subscriptions-count =
    { $count ->
        [one] { $count } Abo
       *[other] { $count } Abos
    }
subscriptions-none = Noch bekommt kein Kanal auf diesem Server Paper.
subscriptions-none-yet = Dieser Server hat noch keine Abos. Leg eins an mit `/{ command-setup }`.
subscriptions-add = Leg ein Abo an mit `/{ command-setup }`.
subscriptions-full = Dieser Server hat schon { $most } Abos. Entferne zuerst eins.
channel-unknown = Ich kann { $channel } auf diesem Server nicht finden. Wähle einen seiner Kanäle.
channel-unchecked = Discord bremst mich gerade aus, deshalb kann ich den Kanal nicht prüfen. Bitte versuch es in einer Minute noch einmal.
channel-missing = In { $channel } kann ich noch nichts posten. Fehlende Berechtigungen: { $permissions }. Erlaube sie in den Kanaleinstellungen unter „Berechtigungen“ und versuch es dann noch einmal.
channel-locked = { $channel } ist ein gesperrter Thread, in dem nur Moderatoren schreiben können. Entsperre ihn oder wähle einen anderen Kanal.
channel-no-messages = { $channel } nimmt keine Nachrichten an. Wähle einen Text-, Ankündigungs- oder Forumskanal oder einen Thread.
nothing-saved = { $why } Es wurde nichts gespeichert.
permission-view = Kanal ansehen
permission-send = Nachrichten senden
permission-send-in-threads = Nachrichten in Threads senden
permission-embed = Links einbetten
permission-create-threads = Öffentliche Threads erstellen
permission-read-history = Nachrichtenverlauf anzeigen

## What a subscription would have brought

forecast-none =
    { $days ->
        [one] Am letzten Tag wäre kein Paper gepostet worden.
       *[other] In den letzten { $days } Tagen wäre kein Paper gepostet worden.
    }
forecast-try-topics = { $none } Versuch es mit breiteren Themen.
forecast-try-topics-loose = { $none } Versuch es mit breiteren Themen oder `{ option-strictness }: { choice-loose }`.
forecast-try-votes = { $none } Versuch es mit einem niedrigeren `{ option-min_upvotes }`.
forecast-try-filters = { $none } Versuch es, ohne Code, Modell oder Datensatz zu verlangen.
forecast-try-votes-filters = { $none } Versuch es mit einem niedrigeren `{ option-min_upvotes }`, oder ohne Code, Modell oder Datensatz zu verlangen.
forecast-total = { $counted }.
forecast-by-topic = { $counted }: { $topics }.
forecast-counted =
    { $days ->
        [one] { $rate }, berechnet aus einem Tag
       *[other] { $rate }, berechnet aus den letzten { $days } Tagen
    }
forecast-often =
    { $count ->
        [one] Etwa { $count } Paper am Tag
       *[other] Etwa { $count } Paper am Tag
    }
forecast-a-post =
    { $count ->
        [one] Etwa { $count } Paper pro Beitrag
       *[other] Etwa { $count } Paper pro Beitrag
    }
forecast-seldom = Etwa ein Paper alle { $days } Tage
forecast-topic-often =
    { $count ->
        [one] { $topic } { $count } Paper am Tag
       *[other] { $topic } { $count } Paper am Tag
    }
forecast-topic-a-post =
    { $count ->
        [one] { $topic } { $count } Paper pro Beitrag
       *[other] { $topic } { $count } Paper pro Beitrag
    }
forecast-topic-seldom = { $topic } ein Paper alle { $days } Tage
forecast-topic-none = { $topic }: keins passt zu deinen Filtern
forecast-overflow-votes = Ein Beitrag enthält höchstens { $most } Paper, etwa { $left_out } mit den wenigsten Stimmen würden also wegfallen.
forecast-overflow-match = Ein Beitrag enthält höchstens { $most } Paper, die etwa { $left_out } schwächsten Treffer würden also wegfallen.
forecast-overflow-both = { $overflow } Erhöhe `{ option-max_papers }` oder wähle `{ option-strictness }: { choice-strict }`, um die besten Treffer zu behalten.
forecast-overflow-raise = { $overflow } Erhöhe `{ option-max_papers }`, damit mehr hineinpassen.
forecast-overflow-strict = { $overflow } Wähle `{ option-strictness }: { choice-strict }`, um die besten Treffer zu behalten.
forecast-unmatched =
    { $days ->
        [one] ⚠️ Kein Paper des letzten Tages passt zu { $topic }.
       *[other] ⚠️ Kein Paper der letzten { $days } Tage passt zu { $topic }.
    }
forecast-unmatched-meant = { $unmatched } Meintest du { $meant }?
forecast-unmatched-english = { $unmatched } Themen werden auf Englisch gesucht.
forecast-excluded-meant =
    { $days ->
        [one] ⚠️ Kein Paper des letzten Tages passt zu **-{ $topic }**. Meintest du **-{ $meant }**?
       *[other] ⚠️ Kein Paper der letzten { $days } Tage passt zu **-{ $topic }**. Meintest du **-{ $meant }**?
    }
forecast-takes-in = { $topic } umfasst auch { $concepts }.
forecast-takes-in-more = { $topic } umfasst auch { $concepts } und { $count } weitere.
forecast-correct = „{ $topic }“ verwenden

## Status

status-heading = Status
status-hub = Hugging Face hat { $time } geantwortet
status-hub-late = ⚠️ Hugging Face hat zuletzt { $time } geantwortet
status-hub-never = ⚠️ Hugging Face hat noch nicht geantwortet
status-list =
    { $count ->
        [one] Neueste Liste: { $date }, { $count } Paper
       *[other] Neueste Liste: { $date }, { $count } Paper
    }
status-unwritable = ⚠️ In meine Datenbank kann nicht geschrieben werden, deshalb wird nichts gepostet. Mein Betreiber findet den Grund im Log.
status-standby = Standby: Eine andere Instanz postet. Fällt sie aus, übernimmt diese innerhalb einer Minute.
status-channels = Nächste Beiträge
status-no-channels = Noch keine. Fang mit `/{ command-setup }` an.
status-channel-next = { $channel } · nächster { $time }
status-channel-due = ⏳ { $channel } · fällig { $time }, noch nicht gepostet
status-channel-no-next = { $channel } · kein Beitrag geplant
list-channel-closed = ⚠️ blockiert { $time }: { $reason }
status-channel-closed = ⚠️ { $channel } · blockiert { $time }: { $reason }
status-posts = Letzte Beiträge
status-no-posts = Noch keine.
slot-sent = ✅ { $post }: { $papers }
slot-nothing-new = ➖ { $post }: nichts Neues
slot-claimed = ⏳ { $post }: wird gepostet
slot-failed = ⚠️ { $post }: { $reason }
slot-skipped = ➖ { $post }: { $reason }
slot-late = { $slot }, verspätet
slot-reason = { $slot } ({ $reason })
slot-missing =
    { $missing ->
        [one] { $slot } ({ $missing } von { $count } Nachrichten fehlt: { $reason })
       *[other] { $slot } ({ $missing } von { $count } Nachrichten fehlen: { $reason })
    }

## Why a post failed: no capital at the start, no full stop at the end

failure-unknown-channel = der Kanal wurde gelöscht
failure-missing-permission = ich brauche „{ permission-view }“, „{ permission-send }“ (in einem Thread: „{ permission-send-in-threads }“) und „{ permission-embed }“
failure-access-lost = ich konnte den Kanal nicht sehen oder dort nicht posten
failure-direct-messages-closed = diese Person nimmt keine Direktnachrichten von mir an
failure-thread-locked = der Thread ist gesperrt; entsperre ihn oder wähle einen anderen Kanal
failure-refused = Discord hat die Nachricht abgelehnt
failure-discord-unavailable = Discord hat nicht rechtzeitig geantwortet
failure-hub-unavailable = Hugging Face hat nicht geantwortet, und es ist keine aktuelle Liste gespeichert
failure-unconfirmed = ich konnte nicht bestätigen, dass der Beitrag angekommen ist, und habe ihn deshalb nicht noch einmal gesendet
failure-own-fault = bei mir ist etwas schiefgelaufen; mein Betreiber findet Genaueres im Log
failure-missed = ich war nach dem Termin mehr als 12 Stunden offline
failure-overtaken = ich war offline, und danach kam ein späterer Beitrag
failure-already-sent = der Beitrag war schon im Kanal
failure-not-in-server = ich war zu dieser Zeit nicht auf dem Server
failure-thread-not-opened = ich konnte keinen Thread unter dem Beitrag erstellen, die Paper sind deshalb im Kanal
failure-not-published = ich konnte den Beitrag nicht für die Follower des Kanals veröffentlichen
failure-paused = das Abo wurde vor dem Beitrag pausiert
failure-no-reason = fehlgeschlagen
notice-channel-deleted = Der Kanal von { $ids } wurde gelöscht, deshalb kann nichts gepostet werden. Wähle mit `/{ command-subscription } { command-subscription-edit }` einen anderen Kanal oder entferne mit `/{ command-subscription } { command-subscription-remove }`, was du nicht mehr brauchst.
notice-channel-closed = Ich kann für { $ids } nicht in { $channel } posten: { $reason }. Sobald ich dort wieder posten kann, geht es von selbst weiter. `/{ command-status }` auf dem Server zeigt Einzelheiten.
channel-deleted-move = Es wird nichts gepostet: Der Kanal wurde gelöscht. Wähle unten einen anderen; alle seine Abos ziehen dorthin um.

## The panel (/setup)

panel-new = Neues Abo
panel-edit = Abo #{ $id }
panel-unsaved = Nichts ändert sich, bis du auf { button-save } drückst.
panel-channel-unset = **Kanal:** noch nicht gewählt
panel-channel = **Kanal:** { $channel }
panel-topics-unset = **Themen:** noch keine
panel-topics = **Themen:** { $topics }
panel-time-unset = **Zeit:** { $schedule } · stelle deine Zeitzone ein, in UTC ist es jetzt { $time }
panel-time = **Zeit:** { $schedule } · bei dir ist es jetzt { $time }
panel-options = **Optionen:** { $options }
panel-any-votes = ohne Mindeststimmen
panel-strictness = Genauigkeit: { $strictness }
panel-source = Liste: { $value }
panel-order = Reihenfolge: { $value }
panel-format = Format: { $value }
panel-loose = Eine Erwähnung genügt, auch in anderen Worten
panel-normal = Das Paper muss mit dem Thema zu tun haben
panel-strict = Das Paper muss das Thema behandeln
panel-choose-channel = Kanal wählen
panel-choose-hour = Uhrzeit wählen
panel-choose = Auswählen
panel-choose-role = Rolle wählen, die erwähnt wird
panel-with-code = Nur mit Code
panel-with-model = Nur mit Modell
panel-with-dataset = Nur mit Datensatz
panel-silent = Lautlos
panel-publish = Veröffentlichen
panel-page-basics = Grundlagen
panel-page-papers = Paper
panel-page-posts = Beiträge
panel-forecast-later = Gib Themen ein, um zu sehen, mit wie vielen Papern du rechnen kannst.
panel-missing = In { $channel } kann ich noch nichts posten. Fehlende Berechtigungen: { $permissions }. Erlaube sie in den Kanaleinstellungen unter „Berechtigungen“ und wähle den Kanal dann noch einmal.
panel-incomplete = Wähle zuerst einen Kanal und gib Themen ein.
panel-of-another = Nur wer dieses Panel geöffnet hat, kann es benutzen. Öffne mit `/{ command-setup }` dein eigenes.
panel-gone = Dieses Panel ist geschlossen: Es wurde gespeichert oder abgebrochen oder ist älter als ein Tag. Öffne mit `/{ command-setup }` ein neues.
panel-canceled = Abgebrochen. Nichts wurde geändert.
panel-changed = Abo #{ $id } wurde geändert, während dieses Panel offen war:
panel-changed-question = Wenn du trotzdem speicherst, ersetzt dein Panel diese Änderungen.
panel-removed = Abo #{ $id } wurde entfernt, während dieses Panel offen war. Du kannst deins als neues Abo speichern.
welcome-about = **paperboy** postet täglich die angesagtesten Machine-Learning-Paper von Hugging Face: in deinem Kanal, zu deiner Uhrzeit, zu deinen Themen und nie dasselbe Paper zweimal.
welcome-members = Alle können mit `/{ command-search }` Paper suchen und mit `/{ command-today }` die neuesten lesen.
welcome-admins = Server-Admins wählen hier Kanal, Themen und Uhrzeit. Das dauert eine Minute.
button-set-up = Einrichten
form-topics = Themen
form-topics-label = Themen, durch Kommas getrennt
form-time = Zeit und Zeitzone
form-time-label = Uhrzeit, z. B. 9 Uhr oder mo-fr 09:00
form-zone-label = Stadt, Land oder Zeitzone
button-edit = Bearbeiten
button-topics = Themen …
button-time = Zeit und Zeitzone …
button-fix = Korrigieren
button-save = Speichern
button-save-anyway = Trotzdem speichern
button-save-new = Als neues Abo speichern
button-preview = Vorschau
button-test = Testbeitrag senden
button-back = Zurück
test-heading = Testbeitrag
test-papers-on = Hier werden Paper zu { $topics } gepostet.
test-papers = Hier werden Paper gepostet.
test-small = Von einem Server-Admin gesendet, um zu prüfen, ob Beiträge ankommen. Du kannst diese Nachricht löschen.
test-sent = Testbeitrag in { $channel } gesendet.
test-failed = Ich konnte in { $channel } keinen Testbeitrag senden. Wähle den Kanal noch einmal, um zu sehen, was fehlt.
test-too-soon =
    { $seconds ->
        [one] Auf diesem Server wurde gerade ein Testbeitrag gesendet. Versuch es in { $seconds } Sekunde noch einmal.
       *[other] Auf diesem Server wurde gerade ein Testbeitrag gesendet. Versuch es in { $seconds } Sekunden noch einmal.
    }

## Help

help-intro = Täglich die angesagtesten Machine-Learning-Paper von Hugging Face: in deinem Kanal, zu deiner Uhrzeit, zu deinen Themen und nie dasselbe Paper zweimal.
help-start = **So geht's los:** Ein Server-Admin verwendet `/{ command-setup }` und wählt Kanal, Themen, Uhrzeit und Zeitzone. `/{ command-preview }` zeigt den nächsten Beitrag.
help-papers = Paper
help-posts = Tägliche Beiträge (für Server-Admins)
help-bot = Über den Bot

## The server: settings, changes, managers

command-server = server
    .about = Einstellungen dieses Servers, und wer was geändert hat
command-server-set = einstellen
    .about = Die Einstellungen dieses Servers anzeigen oder ändern
    .zone = Zeitzone neuer Abos: Stadt, Land oder Name wie America/New_York
    .time = Uhrzeit neuer Abos: 9 Uhr, mo-fr 09:00, jeden Montag um 9 …
    .language = Sprache der Beiträge, sofern ein Abo keine eigene hat (Standard: Sprache dieses Servers in Discord)
    .log_channel = Wo Kanäle gemeldet werden, in denen ich nicht posten kann
    .manager_role = Eine Rolle, deren Mitglieder Abos und Einstellungen verwalten dürfen
    .commands_per_minute = Wie viele Befehle jedes Mitglied pro Minute verwenden darf
    .reset = Eine Einstellung, die auf ihren Standard zurückgesetzt wird
command-server-audit = änderungen
    .about = Anzeigen, wer in den letzten 90 Tagen Abos und Einstellungen geändert hat
option-log_channel = hinweiskanal
option-manager_role = verwalterrolle
option-commands_per_minute = befehle_pro_minute
option-reset = zurücksetzen
choice-zone = Zeitzone
choice-time = Uhrzeit
choice-language = Sprache
choice-log_channel = Hinweiskanal
choice-manager_role = Verwalterrolle
choice-commands_per_minute = Befehle pro Minute
role-unknown = Ich finde diese Rolle nicht. Wähle eine Rolle dieses Servers.
reset-unknown = `{ $value }` kann ich nicht zurücksetzen. Wähle einen der Vorschläge.
server-heading = Servereinstellungen
server-saved = Servereinstellungen gespeichert
server-unchanged = Nichts geändert: Der Server hatte diese Einstellungen schon
server-log = Probleme werden in { $channel } gemeldet
server-log-unset = Probleme werden der Person, die das Abo eingerichtet hat, per Direktnachricht gemeldet
server-manager = Verwaltung: Mitglieder mit „Server verwalten“ oder { $role }
server-manager-unset = Verwaltung: Mitglieder mit „Server verwalten“
server-manager-how = Discord zeigt { $role } die Admin-Befehle noch nicht: Füge die Rolle unter Servereinstellungen → Integrationen → paperboy hinzu. Bots können das nicht.
server-rate =
    { $count ->
        [one] Jedes Mitglied darf hier { $count } Befehl pro Minute verwenden, die Verwaltung auch mehr
       *[other] Jedes Mitglied darf hier { $count } Befehle pro Minute verwenden, die Verwaltung auch mehr
    }
server-rate-unset = Mitglieder dürfen Befehle so oft verwenden, wie der Bot es zulässt
setting-paused = pausiert
setting-set = { $option }: { $value }
setting-unset = { $option }: { $value } → Standard
setting-off = { $option }: { $value } → nein
setting-none = { $option }: { $value } → keine
setting-until = bis { $day }
setting-until-resumed = bis du es fortsetzt
audit-heading = Änderungen
audit-kept =
    { $days ->
        [one] { $days } Tag lang aufbewahrt
       *[other] { $days } Tage lang aufbewahrt
    }
audit-none =
    { $days ->
        [one] Am letzten Tag wurde nichts geändert.
       *[other] In den letzten { $days } Tagen wurde nichts geändert.
    }
audit-added = Abo #{ $id } hinzugefügt
audit-erased = jemand, dessen Daten gelöscht wurden
audit-new = Neues Abo
only-managers = Diesen Button können nur Mitglieder mit „Server verwalten“ benutzen.
only-managers-or = Diesen Button können nur Mitglieder mit „Server verwalten“ oder { $role } benutzen.

## /config

command-config = konfiguration
    .about = Die Konfiguration dieses Servers als Datei exportieren oder importieren
command-config-export = exportieren
    .about = Die Abos und Einstellungen dieses Servers als Datei bekommen
command-config-import = importieren
    .about = Eine Datei mit der Konfiguration dieses Servers vergleichen und dann anwenden
    .file = Eine exportierte Datei; du kannst sie vorher bearbeiten
option-file = datei
config-exported = Bearbeite die Datei und lade sie mit `/{ command-config } { command-config-import }` hoch: Du siehst, was sich ändern würde, bevor es angewendet wird. Für einen anderen Server ersetze zuerst die Kanäle.
config-too-large = Die Datei ist zu groß. Ich lese Dateien bis { $most } kB.
config-not-fetched = Ich konnte die Datei nicht von Discord laden. Bitte versuch es noch einmal.
config-gone = Dieser Import wurde schon angewendet oder abgebrochen oder ist älter als ein Tag. Importiere die Datei noch einmal.
config-changed = Die Konfiguration dieses Servers wurde seit deinem Import geändert, deshalb wurde nichts angewendet. Importiere die Datei noch einmal, um zu sehen, was sich jetzt ändern würde.
config-problems =
    { $count ->
        [one] Ich kann diese Datei nicht verwenden: { $count } Problem. Nichts wurde geändert.
       *[other] Ich kann diese Datei nicht verwenden: { $count } Probleme. Nichts wurde geändert.
    }
config-problems-more = … und { $count } weitere. Behebe zuerst diese und importiere die Datei dann noch einmal.
config-same = Diese Datei entspricht der Konfiguration dieses Servers. Es gibt nichts zu ändern.
config-compare = Das würde diese Datei ändern
config-applied = Konfiguration importiert
config-canceled = Abgebrochen. Nichts wurde geändert.
config-undone = Import rückgängig gemacht
config-undo-gone = Dieser Import lässt sich nicht mehr rückgängig machen: Er wurde schon rückgängig gemacht oder ist älter als ein Tag.
config-undo-changed = Die Konfiguration dieses Servers wurde nach dem Import geändert, deshalb wurde nichts rückgängig gemacht.
config-counts = { $added } neu · { $changed } geändert · { $removed } entfernt · { $unchanged } unverändert
config-empty = Diese Datei ist leer. `/{ command-config } { command-config-export }` erstellt eine, die ich importieren kann.
config-not-json = Das ist kein gültiges JSON: Prüfe Zeile { $line }, Spalte { $column }.
config-not-ours = Das ist keine paperboy-Konfiguration: Sie beginnt nicht mit `"paperboy": 1`.
config-newer = Diese Datei verwendet Version { $version } des Formats, die ich noch nicht unterstütze.
config-too-many = Diese Datei enthält { $count } Abos. Ein Server kann höchstens { $most } haben.
config-not-object = muss ein Objekt sein: `{ "{" } … { "}" }`.
config-not-list = muss eine Liste sein: `[ … ]`.
config-unknown-key = Ich kenne keine Einstellung namens `{ $key }`.
config-bad-id = `id` muss die Nummer eines Abos sein oder fehlen.
config-id-twice = #{ $id } steht zweimal in der Datei.
config-not-text = `{ $key }` muss ein Text in Anführungszeichen sein.
config-not-flag = `{ $key }` muss true oder false sein.
config-bad-pause = `paused` muss true, false oder der Zeitpunkt sein, zu dem die Pause endet, etwa `2026-12-27T00:00:00Z`.
button-apply = Anwenden
button-cancel = Abbrechen

## Notices

button-check-again = Noch einmal prüfen
menu-move-to = Verschieben nach …
notice-open = { $channel } noch einmal geprüft: Ich kann dort wieder posten.
notice-still-closed = { $channel } noch einmal geprüft. { $why }
notice-moved =
    { $count ->
        [one] { $count } Abo nach { $channel } verschoben.
       *[other] { $count } Abos nach { $channel } verschoben.
    }
notice-nothing-there = Kein Abo postet mehr in diesen Kanal.

## Search: filters and privacy

option-private = privat
search-none-passes =
    { $count ->
        [one] { $count } Paper passt zu „{ $query }“, aber nicht zu deinen Filtern.
       *[other] { $count } Paper passen zu „{ $query }“, aber keines zu deinen Filtern.
    }
search-without-filters = Ohne Filter suchen

## /about

command-about = über
    .about = Was paperboy ist, welche Version und wie du es zu deinem Server hinzufügst
about-permissions = Zum Posten brauche ich { permission-view }, { permission-send }, { permission-embed } und { permission-read-history }, für Threads außerdem { permission-create-threads } und { permission-send-in-threads }. Der Einladungslink verlangt nur diese Berechtigungen.
about-privacy = Ich lese keine Nachrichten. Ich speichere, was Admins hier einrichten, wer es geändert hat und welche Paper wo gepostet wurden. Suchen, die zu lang für einen Button sind, werden einen Monat aufbewahrt, damit ihre Seiten funktionieren.
about-invite = Zu einem Server hinzufügen
about-policy = Datenschutzerklärung
about-terms = Nutzungsbedingungen
about-source = Quellcode
