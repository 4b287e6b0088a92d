# Ce que dit le bot, en français. Termes de Discord : serveur, salon, rôle, permission, fil.

## Commands

command-search = recherche
    .about = Trouver des articles par mots, titre, auteur, identifiant arXiv ou lien
    .query = Ce que tu cherches
    .from = Publiés à partir de cette date (2026-01-31)
    .to = Publiés jusqu'à cette date (2026-01-31)
    .min_upvotes = Nombre minimum de votes
    .has_code = Seulement les articles avec un dépôt de code
    .has_model = Seulement les articles avec un modèle sur Hugging Face
    .has_dataset = Seulement les articles avec un jeu de données sur Hugging Face
    .sort = Ordre des résultats (par défaut : les plus pertinents)
    .private = Afficher les résultats à toi seul
command-today = articles-du-jour
    .about = Afficher les derniers articles du jour, les plus votés d'abord
command-paper = article
    .about = Afficher un article : auteurs, résumé, code et liens
    .id = Identifiant arXiv, lien ou titre ; des suggestions s'affichent pendant la saisie
command-similar = similaires
    .about = Trouver des articles semblables à un autre
    .id = Identifiant arXiv, lien ou titre ; des suggestions s'affichent pendant la saisie
command-help = aide
    .about = Ce que fait paperboy et comment commencer
command-subscription = abonnement
    .about = Des articles chaque jour pour les salons de ce serveur
command-subscription-add = ajouter
    .about = Publier chaque jour des articles dans un salon
    .channel = Où publier les articles
    .topics = Sujets, séparés par des virgules ; -mot exclut ; « all » inclut tous les articles
    .time = Quand publier : 9h30, lun-ven 09:00, chaque lundi à 9h… (par défaut : 09:00)
    .zone = Ta ville, ton pays ou ton fuseau horaire, comme Paris ou America/New_York
    .min_upvotes = Nombre minimum de votes
    .max_papers = Nombre maximum d'articles par message (par défaut : 10)
    .strictness = Précision de la correspondance (par défaut : normale) ; large tient compte du sens
    .source = La liste d'où viennent les articles (par défaut : articles du jour)
    .order = Les articles à mettre en premier (par défaut : comme dans la liste)
    .has_code = Seulement les articles avec un dépôt de code
    .has_model = Seulement les articles avec un modèle sur Hugging Face
    .has_dataset = Seulement les articles avec un jeu de données sur Hugging Face
    .format = Le format des messages (par défaut : sélection)
    .role = Un rôle à mentionner dans chaque message
    .silent = Publier sans notification
    .publish = Diffuser les messages aux abonnés d'un salon d'annonces
    .language = Langue des messages (par défaut : celle de ce serveur)
command-subscription-list = liste
    .about = Afficher les abonnements et leurs prochains messages
command-subscription-edit = modifier
    .about = Modifier les options indiquées ; sans option, un panneau les montre toutes
    .id = Le numéro de l'abonnement ; des suggestions s'affichent pendant la saisie
    .channel = Le nouveau salon
    .topics = Les nouveaux sujets, séparés par des virgules ; -mot exclut ; « all » inclut tout
    .time = La nouvelle heure : 10h, lun-ven 09:00, chaque lundi à 9h…
    .zone = Le nouveau fuseau horaire : ville, pays ou nom comme America/New_York
    .min_upvotes = Le nouveau minimum de votes
    .max_papers = Le nouveau maximum d'articles par message
    .strictness = Précision de la correspondance
    .source = La liste d'où viennent les articles
    .order = Les articles à mettre en premier
    .has_code = Seulement les articles avec un dépôt de code
    .has_model = Seulement les articles avec un modèle sur Hugging Face
    .has_dataset = Seulement les articles avec un jeu de données sur Hugging Face
    .format = Le format des messages
    .role = Un rôle à mentionner dans chaque message
    .no_role = Ne plus mentionner de rôle
    .silent = Publier sans notification
    .publish = Diffuser les messages aux abonnés d'un salon d'annonces
    .language = Langue des messages
command-subscription-pause = suspendre
    .about = Suspendre les messages jusqu'à une date, ou jusqu'à la reprise
    .id = Le numéro de l'abonnement ; des suggestions s'affichent pendant la saisie
    .until = Date de reprise : 2026-12-27, vendredi, dans 2 semaines (par défaut : reprise manuelle)
command-subscription-resume = reprendre
    .about = Mettre fin à la pause d'un abonnement
    .id = Le numéro de l'abonnement ; des suggestions s'affichent pendant la saisie
command-subscription-copy = copier
    .about = Copier un abonnement dans un autre salon
    .id = Le numéro de l'abonnement ; des suggestions s'affichent pendant la saisie
    .channel = Le salon où le copier
command-subscription-remove = supprimer
    .about = Supprimer un abonnement
    .id = Le numéro de l'abonnement ; des suggestions s'affichent pendant la saisie
command-setup = configurer
    .about = Configurer un abonnement pas à pas : salon, sujets, heure, aperçu
command-preview = aperçu
    .about = Afficher le prochain message, et pourquoi chaque article y figure ou non
    .subscription = Le numéro de l'abonnement (par défaut : le plus récent)
    .date = Aperçu pour une date passée : 2026-01-31, hier, vendredi… (par défaut : le prochain message)
command-why = pourquoi
    .about = Voir pourquoi un article a été publié ici, ou non
    .paper = Un identifiant arXiv, un lien ou le titre ; des suggestions s'affichent pendant la saisie
    .subscription = Seulement cet abonnement (par défaut : tous ceux de ce serveur)
command-status = état
    .about = Afficher les prochains et derniers messages, et ce qui empêche leur publication

option-query = recherche
option-from = début
option-to = fin
option-min_upvotes = min_votes
option-has_code = avec_code
option-has_model = avec_modèle
option-has_dataset = avec_données
option-sort = tri
option-id = id
option-channel = salon
option-topics = sujets
option-time = heure
option-zone = fuseau
option-max_papers = max_articles
option-strictness = précision
option-source = source
option-order = ordre
option-format = format
option-role = rôle
option-no_role = sans_rôle
option-silent = silencieux
option-publish = diffuser
option-subscription = abonnement
option-date = date
option-language = langue
option-paper = article
option-until = reprise

choice-relevance = les plus pertinents
choice-votes = les plus votés
choice-newest = les plus récents
choice-loose = large
choice-normal = normale
choice-strict = stricte
choice-server = la langue du serveur
choice-en = English
choice-de = Deutsch
choice-fr = Français
choice-es = Español
choice-ja = 日本語
choice-zh-CN = 简体中文
choice-daily = articles du jour
choice-trending = tendances
choice-rising = en hausse sur 24 heures
choice-list = comme dans la liste
choice-match = les plus pertinents d'abord
choice-digest = sélection
choice-compact = liste compacte
choice-papers = un message par article
choice-thread = fil sous le message
yes = oui

## Days and numbers

weekday =
    { $day ->
        [1] lundi
        [2] mardi
        [3] mercredi
        [4] jeudi
        [5] vendredi
        [6] samedi
       *[7] dimanche
    }
month =
    { $month ->
        [1] janvier
        [2] février
        [3] mars
        [4] avril
        [5] mai
        [6] juin
        [7] juillet
        [8] août
        [9] septembre
        [10] octobre
        [11] novembre
       *[12] décembre
    }
date =
    { $day ->
        [1] 1er { $month } { $year }
       *[other] { $day } { $month } { $year }
    }
date-month = { $month } { $year }
date-long =
    { $day ->
        [1] { $weekday } 1er { $month } { $year }
       *[other] { $weekday } { $day } { $month } { $year }
    }
papers =
    { $count ->
        [one] { $count } article
       *[other] { $count } articles
    }
more = … et { $count } de plus

## Schedules

schedule = { $schedule } ({ $zone })
schedule-at = { $days } à { $times }
schedule-hourly = toutes les heures, à la minute { $minute }
schedule-hourly-on = toutes les heures, à la minute { $minute }, { $days }
days-all = tous les jours
days-workdays = du lundi au vendredi
days-weekdays = { $weekdays }
days-of-month = { $dates } de chaque mois
each-weekday =
    { $day ->
        [1] le lundi
        [2] le mardi
        [3] le mercredi
        [4] le jeudi
        [5] le vendredi
        [6] le samedi
       *[7] le dimanche
    }
day-of-month =
    { $day ->
        [1] le 1er
       *[other] le { $day }
    }

## A time that can't be read

time-unreadable = Je n'arrive pas à lire `{ $typed }` comme une heure. { $problem } { time-examples }
time-unreadable-part = { $problem } { time-examples }
time-examples = Essaie `09:00`, `lun-ven 9h30`, `chaque lundi à 9h`, ou une expression cron comme `0 9 * * 1-5`.
time-too-often = `{ $typed }` publierait plus de 24 fois par jour. Choisis moins d'heures, par exemple une fois par heure : `0 * * * *`.
time-never = `{ $typed }` n'arrive jamais. Vérifie le jour et le mois.
time-empty = Le texte est vide.
time-too-long = Le texte est trop long.
time-not-a-time = `{ $part }` n'est pas une heure entre 00:00 et 23:59.
time-not-a-time-of-day = `{ $part }` n'est pas une heure.
time-no-time-of-day = L'heure manque.
time-unknown-words = `{ $part }` n'est ni un jour, ni une heure, ni un fuseau horaire.
time-is-zone = `{ $part }` est un fuseau horaire.
time-and-hours = Il y a à la fois une heure et un intervalle en heures.
time-uncountable = Les messages peuvent se répéter à intervalle de quelques heures, certains jours de la semaine ou du mois, mais pas par `{ $part }`.
time-one-time = `{ $part }` n'arrive qu'une fois, mais les messages se répètent.
time-count = `{ $part }` ne dit pas quand. Indiquez autant de jours ou d'heures.
time-two-zones = `{ $one }` et `{ $other }` sont deux fuseaux horaires. N'en indiquez qu'un.
time-field-count = Une expression cron a exactement cinq champs.
time-seconds = Ici, une expression cron a exactement cinq champs ; enlève les secondes.
time-character = Le champ « { $field } » contient un caractère que cron n'utilise pas : `{ $part }`.
time-backwards = L'intervalle `{ $part }` du champ « { $field } » est à l'envers.
time-not-a-weekday = `{ $part }` n'est pas un jour de la semaine (0–7 ou mon–sun).
time-no-step = Il manque un nombre après la barre oblique dans `{ $part }`.
time-zero-step = Le pas de `{ $part }` est zéro.
time-out-of-range = Le champ « { $field } » accepte les nombres de { $least } à { $most }.
time-combination = Ces champs ne peuvent pas être combinés.
field-minute = minute
field-hour = heure
field-day = jour
field-month = mois
field-weekday = jour de la semaine

## A time zone that can't be read

zone-choose = { $problem } Choisis-en un (l'heure locale est entre parenthèses) : { $choices }
zone-several-places = `{ $typed }` a plusieurs fuseaux horaires.
zone-abbreviation = `{ $typed }` désigne plusieurs fuseaux horaires.
zone-offset = `{ $typed }` n'est qu'un décalage : je ne peux pas savoir quand l'heure change.
zone-ahead = `{ $typed }` est en avance sur UTC (UTC{ $offset }), malgré son signe.
zone-behind = `{ $typed }` est en retard sur UTC (UTC{ $offset }), malgré son signe.
zone-unknown = Je ne connais ni fuseau horaire ni lieu appelé `{ $typed }`. Indique une grande ville près de chez toi, ou choisis un fuseau (l'heure locale est entre parenthèses) : { $choices }
zone-unknown-name = Je ne connais pas de fuseau horaire appelé `{ $typed }`. Utilise un nom comme `Europe/Paris`, `America/New_York` ou `UTC`.
zone-twice = L'heure indique { $other }, mais le fuseau horaire est { $zone }. N'indique qu'un seul des deux.
options-conflict = `{ $one }` et `{ $other }` se contredisent. N'indique que l'un des deux.

## Topics and searches that can't be read

words-none = `{ $typed }` ne contient aucun mot qui puisse correspondre à un article. Écris un mot comme `diffusion`.
words-empty-quotes = Il n'y a rien entre les guillemets. Mets-y des mots, par exemple `"chain of thought"`, ou enlève-les.
words-nameless = Il faut un nom après `{ $field }:`, par exemple `{ $field }:{ $example }`.
words-category = `{ $typed }` est une catégorie arXiv, et les articles n'ont pas de catégorie sur Hugging Face. Écris le sujet en anglais, par exemple `{ $instead }`.
words-only-exclusions = Cela ne fait qu'exclure des articles. Ajoute ce que tu cherches, par exemple `{ $example } { $excluded }`.
topics-too-long = Le sujet `{ $topic }…` a plus de { $most } caractères. Sépare les sujets par des virgules.
topics-too-many = Cela fait { $count } sujets. Un abonnement en accepte { $most } au maximum ; ajoute un autre abonnement pour le reste.
topics-contradiction = `{ $topic }` est à la fois demandé et exclu. Ne garde que l'un des deux.
topics-none = `{ $typed }` ne contient aucun sujet. Écris des sujets séparés par des virgules, par exemple `diffusion, LLM agents`, ou `all` pour tous les articles.
topics-only-exclusions = Cela ne fait qu'exclure des articles. Ajoute les sujets voulus, ou écris `all, { $excluded }` pour tous les autres articles.
topics-all-and-more = `all` inclut déjà tous les articles, donc `{ $topic }` n'ajoute rien. Écris `all` pour tous les articles, ou `{ $topic }` sans `all`.
topics-all = tous les articles

## Other things that can't be read

query-empty = Écris ce que tu cherches.
topics-empty = Écris au moins un sujet, ou `all` pour tous les articles.
paper-empty = Écris un identifiant arXiv, un lien ou un titre.
option-empty = Remplis l'option `{ $option }`.
number-not-whole = `{ $option }` vaut `{ $value }`. Écris un nombre entier, 0 ou plus.
number-too-large = `{ $option }` vaut { $value }, ce qui est trop grand.
max-papers-out-of-range = Choisis entre 1 et { $most } articles par message.
rate-out-of-range = Choisis entre 1 et { $most } commandes par minute.
date-unreadable = Je n'arrive pas à lire `{ $value }` comme une date. Écris par exemple `2026-01-31`, `31 janvier`, `hier`, `vendredi` ou `il y a 3 jours`.
date-ambiguous = `{ $value }` peut être `{ $first }` ou `{ $second }`. Écris la date voulue.
date-future = `{ $value }` est dans le futur ({ $date }), il n'y a donc pas encore d'articles. Voulais-tu dire `{ $past }` ?
dates-swapped = La date de début ({ $from }) est après la date de fin ({ $to }). Inverse-les.
sort-unknown = Je ne peux pas trier par `{ $value }`. Choisis { choice-relevance }, { choice-votes } ou { choice-newest }.
strictness-unknown = `{ $value }` n'est pas une précision. Choisis large, normale ou stricte.
channel-unreadable = Choisis un salon pour `{ $option }`.
server-only = Cette commande ne fonctionne que sur un serveur.
command-unknown = Je ne connais pas `/{ $command }`. Consulte `/{ command-help }`.
button-unknown = Ce bouton ne fonctionne plus. Utilise de nouveau la commande.

## When something goes wrong

apology = Un problème est survenu de mon côté. Réessaie dans une minute.
unreadable = Je n'ai pas pu lire cette demande. Utilise de nouveau la commande.
too-fast =
    { $seconds ->
        [one] Tu vas trop vite. Réessaie dans { $seconds } seconde.
       *[other] Tu vas trop vite. Réessaie dans { $seconds } secondes.
    }
server-too-fast =
    { $seconds ->
        [one] Ce serveur envoie trop de commandes. Réessaie dans { $seconds } seconde.
       *[other] Ce serveur envoie trop de commandes. Réessaie dans { $seconds } secondes.
    }
member-too-fast =
    { $count ->
        [one] Sur ce serveur, les membres peuvent utiliser { $count } commande par minute. Réessaie { $when }.
       *[other] Sur ce serveur, les membres peuvent utiliser { $count } commandes par minute. Réessaie { $when }.
    }
busy = Je suis occupé en ce moment. Réessaie dans une minute.
not-saved = Je n'ai pas pu enregistrer cela, donc rien n'a changé. Réessaie dans une minute.

## A paper

byline-others =
    { $count ->
        [one] { $names } et { $count } autre
       *[other] { $names } et { $count } autres
    }
votes =
    { $count ->
        [one] ▲ { $count } vote
       *[other] ▲ { $count } votes
    }
code-link = code
first-page = Première page
first-page-of = Première page de { $title }
menu-papers = Voir un article (toi seul le verras)
card-summary = En bref
card-abstract = Résumé
card-published = publié le { $date }
card-linked = Sur Hugging Face
card-models =
    { $count ->
        [one] { $count } modèle : { $names }
       *[other] { $count } modèles : { $names }
    }
card-datasets =
    { $count ->
        [one] { $count } jeu de données : { $names }
       *[other] { $count } jeux de données : { $names }
    }
card-spaces =
    { $count ->
        [one] { $count } Space : { $names }
       *[other] { $count } Spaces : { $names }
    }
button-code = Code
button-project = Projet
button-similar = Articles similaires
paper-not-found = Je n'ai pas trouvé `{ $id }` sur Hugging Face. Il est peut-être sur arXiv : { $url }
paper-hub-silent = Hugging Face ne répond pas, et je n'ai pas `{ $id }` en mémoire. Réessaie dans quelques minutes.
paper-not-named = Je n'ai pas trouvé d'article intitulé `{ $typed }`. Écris son identifiant arXiv ou un lien, ou choisis une des suggestions.
similar-heading = Articles semblables à { $paper }
similar-none = Je n'ai pas trouvé d'article semblable à { $paper }.

## Lists of papers

page-previous = ◀ Précédent
page-next = Suivant ▶
day-heading = Articles du { $date }
day-count =
    { $count ->
        [one] { $count } article
       *[other] { $count } articles, les plus votés d'abord
    }
day-none = Aucun article dans la liste du { $date }.
day-read = mis à jour { $time }

## Search results

search-heading = « { $query } »
search-nothing = Aucun résultat proche de « { $query } ».
search-hints = Essaie moins de mots ou d'autres, le nom complet d'un auteur, un identifiant arXiv, ou `/{ command-today }` pour les derniers articles.
search-in-english = Les articles sont en anglais. Essaie avec des mots anglais.
search-papers-in-english = Les articles sont en anglais.
search-not-found = Je n'ai pas trouvé { $ids } sur Hugging Face.
search-repaired = Résultats pour « { $query } ».
search-unknown-words = Aucun article ne contient **{ $words }**. Voici ceux qui correspondent aux autres mots.
search-surveys = Articles de synthèse d'abord
search-newest = Plus récents d'abord
search-most-votes = Plus votés d'abord
search-days =
    { $days ->
        [one] D'aujourd'hui
       *[other] Des { $days } derniers jours
    }
search-on = Publiés le { $date }
search-between = Publiés du { $from } au { $to }
search-since = Publiés depuis le { $from }
search-until = Publiés jusqu'au { $to }
search-excluded =
    { $count ->
        [one] { $count } article est masqué par tes exclusions.
       *[other] { $count } articles sont masqués par tes exclusions.
    }
search-hub-silent = Hugging Face n'a pas répondu ; j'ai cherché seulement parmi les articles que j'ai enregistrés.
search-no-author = Aucun article de « { $name } ».
search-no-organization = Aucun article de l'organisation « { $name } ».
search-no-title = Aucun titre ne contient « { $words } ».
search-no-phrase = Aucun article ne contient l'expression « { $words } ».
search-no-name = Aucun article d'une personne ou d'une organisation appelée « { $name } ».
search-as-typed = Rechercher plutôt « { $query } »
search-expired = Cette recherche a expiré. Lances-en une nouvelle.
match-id = correspond à cet identifiant
match-title = correspond à ce titre
match-author = de cet auteur
match-organization = de cette organisation

## Why a paper matches a topic

reason-title = « { $words } » dans le titre
reason-keywords = « { $words } » dans les mots-clés
reason-summary = « { $words } » dans le résumé court
reason-abstract =
    { $times ->
        [one] « { $words } » dans le résumé
       *[other] « { $words } » { $times } fois dans le résumé
    }
reason-part-of = { $words }, une partie de { $topic }
reason-related-to = { $words }, lié à { $topic }
reason-typical-of = { $words }, typique de { $topic }
reason-quote = « { $words } »
reason-meaning = sens proche
reason-author = de { $name }
reason-organization = de { $name }
reason-all = { $reasons }

## The daily post

post-all-topics = Articles du jour
post-trending = Articles tendance
post-rising = Articles en hausse
post-late = en retard : prévu { $time }
post-continued = … suite ({ $number })
post-all-papers = Tous les articles du jour

## Previews

preview-heading = Pourquoi chaque article est retenu ou non
preview-count =
    { $chosen ->
        [one] Abonnement #{ $id } · { $chosen } article sur { $total } sera publié
       *[other] Abonnement #{ $id } · { $chosen } articles sur { $total } seront publiés
    }
preview-count-draft =
    { $chosen ->
        [one] { $chosen } article sur { $total } serait publié
       *[other] { $chosen } articles sur { $total } seraient publiés
    }
preview-count-day =
    { $chosen ->
        [one] Abonnement #{ $id }, { $date } · { $chosen } article sur { $total } serait publié
       *[other] Abonnement #{ $id }, { $date } · { $chosen } articles sur { $total } seraient publiés
    }
preview-daily-only = Les autres listes n'ont pas d'historique ; c'est donc la liste du jour qui est utilisée.
preview-nothing = Rien ne serait publié : { $reasons }.
preview-none-match =
    { $count ->
        [one] { $count } article ne correspond à aucun sujet
       *[other] { $count } articles ne correspondent à aucun sujet
    }
preview-none-excluded =
    { $count ->
        [one] { $count } article est exclu
       *[other] { $count } articles sont exclus
    }
preview-none-votes =
    { $count ->
        [one] { $count } article a trop peu de votes
       *[other] { $count } articles ont trop peu de votes
    }
preview-none-code =
    { $count ->
        [one] { $count } article n'a pas de dépôt de code
       *[other] { $count } articles n'ont pas de dépôt de code
    }
preview-none-model =
    { $count ->
        [one] { $count } article n'a pas de modèle sur Hugging Face
       *[other] { $count } articles n'ont pas de modèle sur Hugging Face
    }
preview-none-dataset =
    { $count ->
        [one] { $count } article n'a pas de jeu de données sur Hugging Face
       *[other] { $count } articles n'ont pas de jeu de données sur Hugging Face
    }
preview-none-before =
    { $count ->
        [one] { $count } article a déjà été publié ou écarté ici
       *[other] { $count } articles ont déjà été publiés ou écartés ici
    }
preview-no-list = il n'y a pas encore de liste pour ce jour
preview-no-list-that-day = il n'y a pas de liste pour ce jour
preview-no-trending = je n'ai pas encore lu la liste des tendances de Hugging Face
preview-no-rising = aucun article n'a gagné de votes ces dernières 24 heures
verdict-topic = { $topic } : { $reason }
verdict-everything = tous les articles sont inclus
verdict-no-topic = aucun sujet ne correspond
verdict-excluded = exclu par { $topic } : { $reason }
verdict-few-votes =
    { $votes ->
        [one] { $votes } vote, moins que ton minimum de { $least }
       *[other] { $votes } votes, moins que ton minimum de { $least }
    }
verdict-posted = déjà publié ici
verdict-unconfirmed = peut-être déjà publié ici ; je n'ai pas pu le confirmer
verdict-passed-over = écarté d'un message précédent qui était plein
verdict-taken = l'abonnement #{ $id } le publie ici avant
verdict-full = écarté : le message est plein
verdict-no-code = n'a pas de dépôt de code
verdict-no-model = n'a pas de modèle sur Hugging Face
verdict-no-dataset = n'a pas de jeu de données sur Hugging Face
why-listed = Dans la liste du jour du { $date }.
why-never-listed = Il n'a jamais été dans la liste du jour de Hugging Face.
why-posted = publié { $time }
why-posted-at = publié { $time } · { $url }
why-posted-by = par #{ $id } dans le même salon : { $posted }
why-next = dans le prochain message, { $time } · { $why }
why-not-next = { $problem } · { $why }
why-too-old = trop ancien pour le prochain message
why-no-list = jamais dans une liste
why-not-trending = n'est pas dans les tendances en ce moment
why-not-rising = n'a pas gagné de votes ces dernières 24 heures
server-zone = Fuseau horaire : { $zone } · il est { $time } chez toi
server-zone-unset = Fuseau horaire : le dernier utilisé ici, sinon UTC
server-time = Heure : { $time }
server-time-unset = Heure : tous les jours à 09:00
server-language = Langue des messages : { $language }, sauf si un abonnement a la sienne
server-language-unset = Langue des messages : { $language }, celle de ce serveur dans Discord
language-unknown = `{ $value }` n'est pas une langue disponible. Choisis une des suggestions.

## Subscriptions

subscription-added = { $channel } est abonné à { $topics }
subscription-corrected = Corrigé : { $channel } est abonné à { $topics }
direct-messages = tes messages privés
subscription-number = abonnement #{ $id }
subscription-votes =
    { $count ->
        [one] { $count } vote ou plus
       *[other] { $count } votes ou plus
    }
subscription-papers =
    { $count ->
        [one] { $count } article au plus
       *[other] { $count } articles au plus
    }
subscription-most-votes = les plus votés d'abord
subscription-best-match = les plus pertinents d'abord
subscription-with-code = avec du code
subscription-with-model = avec un modèle
subscription-with-dataset = avec un jeu de données
subscription-mentions = mention de { $role }
subscription-silent = silencieux
subscription-published = diffusé aux abonnés
subscription-language = langue : { $language }
choice-unknown = `{ $value }` n'est pas un choix possible pour `{ $option }`.
role-everyone = Je ne mentionne pas @everyone. Choisis un autre rôle.
role-everyone-manages = @everyone ne peut pas être le rôle de gestion. Choisis un autre rôle.
role-unmentionable = Je ne peux pas mentionner { $role } dans { $channel }. Autorise tout le monde à le mentionner dans les paramètres du rôle, ou donne-moi la permission de mentionner tous les rôles.
posting-silent-mention = Un message silencieux n'envoie pas de notification : mentionner un rôle n'aurait aucun effet. Choisis l'un ou l'autre.
posting-published-thread = Les abonnés d'un salon d'annonces reçoivent les messages, mais pas les fils. Choisis un autre format, ou ne diffuse pas les messages.
posting-no-threads = Je ne peux pas créer de fil dans { $channel }. Choisis un salon textuel ou un salon d'annonces, ou un autre format.
posting-not-announcement = { $channel } n'est pas un salon d'annonces : ses messages ne peuvent pas être diffusés.
subscription-time = Chez toi, il est { $time } ({ $zone }). `/{ command-preview }` montre le prochain message.
subscription-next = Prochains messages, à ton heure locale : { $posts }
subscription-next-at = Prochain { $time }
subscription-no-next = Aucun autre message n'est prévu.
subscription-last = dernier { $slot }
subscription-removed = Abonnement #{ $id } supprimé
subscription-edited = Abonnement #{ $id } modifié
edit-unchanged = Rien n'a changé : l'abonnement #{ $id } avait déjà ces réglages
edit-change = { $option } : { $old } → { $new }
subscription-paused = Abonnement #{ $id } suspendu
subscription-is-paused = Suspendu jusqu'à ce que tu le reprennes.
subscription-is-paused-until = Suspendu jusqu'au { $day }.
pause-papers = Les articles parus pendant une pause ne sont publiés ensuite que s'ils sont encore récents (en général, moins d'une semaine).
pause-past = Choisis un jour après aujourd'hui.
day-unreadable = Je n'arrive pas à lire `{ $value }` comme un jour. Écris par exemple `2026-12-27`, `27 décembre`, `demain`, `vendredi` ou `dans 2 semaines`.
subscription-resumed = Abonnement #{ $id } repris
subscription-not-paused = L'abonnement #{ $id } n'est pas suspendu.
subscription-copied = Abonnement #{ $id } copié dans { $channel }
subscription-restored = Abonnement #{ $id } rétabli
subscription-twin = L'abonnement #{ $id } publie les mêmes articles dans ce salon. Aucun article n'est publié deux fois : l'un des deux restera vide.
button-undo = Annuler
button-resume = Reprendre
button-remove = Supprimer #{ $id }
subscription-unknown = Ce serveur n'a pas d'abonnement #{ $id }. Consulte `/{ command-subscription } { command-subscription-list }`.
subscriptions-count =
    { $count ->
        [one] { $count } abonnement
       *[other] { $count } abonnements
    }
subscriptions-none = Aucun salon de ce serveur ne reçoit encore d'articles.
subscriptions-none-yet = Ce serveur n'a pas encore d'abonnement. Ajoutes-en un avec `/{ command-setup }`.
subscriptions-add = Ajoute un abonnement avec `/{ command-setup }`.
subscriptions-full = Ce serveur a déjà { $most } abonnements. Supprimes-en un d'abord.
channel-unknown = Je ne trouve pas { $channel } sur ce serveur. Choisis un salon de ce serveur.
channel-unchecked = Discord limite mes requêtes en ce moment, je ne peux donc pas vérifier ce salon. Réessaie dans une minute.
channel-missing = Je ne peux pas encore publier dans { $channel }. Permissions manquantes : { $permissions }. Accorde-les dans les paramètres du salon, sous « Permissions », puis réessaie.
channel-locked = { $channel } est un fil verrouillé, où seuls les modérateurs peuvent écrire. Déverrouille-le, ou choisis un autre salon.
channel-no-messages = { $channel } n'accepte pas de messages. Choisis un salon textuel, un salon d'annonces, un forum ou un fil.
nothing-saved = { $why } Rien n'a été enregistré.
permission-view = Voir le salon
permission-send = Envoyer des messages
permission-send-in-threads = Envoyer des messages dans les fils
permission-embed = Intégrer des liens
permission-create-threads = Créer des fils publics
permission-read-history = Voir les anciens messages

## What a subscription would have brought

forecast-none =
    { $days ->
        [one] Aucun article du dernier jour n'aurait été publié.
       *[other] Aucun article des { $days } derniers jours n'aurait été publié.
    }
forecast-try-topics = { $none } Essaie des sujets plus larges.
forecast-try-topics-loose = { $none } Essaie des sujets plus larges ou `{ option-strictness }: { choice-loose }`.
forecast-try-votes = { $none } Essaie un `{ option-min_upvotes }` plus bas.
forecast-try-filters = { $none } Essaie sans exiger de code, de modèle ou de jeu de données.
forecast-try-votes-filters = { $none } Essaie un `{ option-min_upvotes }` plus bas, ou sans exiger de code, de modèle ou de jeu de données.
forecast-total = { $counted }.
forecast-by-topic = { $counted } : { $topics }.
forecast-counted =
    { $days ->
        [one] { $rate }, d'après un seul jour
       *[other] { $rate }, d'après les { $days } derniers jours
    }
forecast-often =
    { $count ->
        [one] Environ { $count } article par jour
       *[other] Environ { $count } articles par jour
    }
forecast-a-post =
    { $count ->
        [one] Environ { $count } article par message
       *[other] Environ { $count } articles par message
    }
forecast-seldom = Environ un article tous les { $days } jours
forecast-topic-often =
    { $count ->
        [one] { $topic } { $count } article par jour
       *[other] { $topic } { $count } articles par jour
    }
forecast-topic-a-post =
    { $count ->
        [one] { $topic } { $count } article par message
       *[other] { $topic } { $count } articles par message
    }
forecast-topic-seldom = { $topic } un article tous les { $days } jours
forecast-topic-none = { $topic } : aucun ne passe tes filtres
forecast-overflow-votes = Un message en contient { $most } : environ { $left_out } parmi les moins votés seraient écartés.
forecast-overflow-match = Un message en contient { $most } : environ { $left_out } parmi les moins pertinents seraient écartés.
forecast-overflow-both = { $overflow } Augmente `{ option-max_papers }`, ou choisis `{ option-strictness }: { choice-strict }` pour garder les plus pertinents.
forecast-overflow-raise = { $overflow } Augmente `{ option-max_papers }` pour en garder plus.
forecast-overflow-strict = { $overflow } Choisis `{ option-strictness }: { choice-strict }` pour garder les plus pertinents.
forecast-unmatched =
    { $days ->
        [one] ⚠️ Aucun article du dernier jour ne correspond à { $topic }.
       *[other] ⚠️ Aucun article des { $days } derniers jours ne correspond à { $topic }.
    }
forecast-unmatched-meant = { $unmatched } Tu voulais dire { $meant } ?
forecast-unmatched-english = { $unmatched } Les sujets sont cherchés en anglais.
forecast-excluded-meant =
    { $days ->
        [one] ⚠️ Aucun article du dernier jour ne correspond à **-{ $topic }**. Tu voulais dire **-{ $meant }** ?
       *[other] ⚠️ Aucun article des { $days } derniers jours ne correspond à **-{ $topic }**. Tu voulais dire **-{ $meant }** ?
    }
forecast-takes-in = { $topic } inclut aussi { $concepts }.
forecast-takes-in-more = { $topic } inclut aussi { $concepts } et { $count } autres.
forecast-correct = Utiliser « { $topic } »

## Status

status-heading = État
status-hub = Hugging Face a répondu { $time }
status-hub-late = ⚠️ Hugging Face a répondu pour la dernière fois { $time }
status-hub-never = ⚠️ Hugging Face n'a pas encore répondu
status-list =
    { $count ->
        [one] Dernière liste : { $date }, { $count } article
       *[other] Dernière liste : { $date }, { $count } articles
    }
status-unwritable = ⚠️ Impossible d'écrire dans ma base de données : rien n'est publié. La personne qui m'héberge en trouvera la raison dans le journal.
status-standby = En veille : une autre instance publie. Celle-ci prend le relais en moins d'une minute si elle s'arrête.
status-channels = Prochains messages
status-no-channels = Aucun pour l'instant. Commence par `/{ command-setup }`.
status-channel-next = { $channel } · prochain { $time }
status-channel-due = ⏳ { $channel } · prévu { $time }, pas encore publié
status-channel-no-next = { $channel } · aucun message prévu
list-channel-closed = ⚠️ bloqué { $time } : { $reason }
status-channel-closed = ⚠️ { $channel } · bloqué { $time } : { $reason }
status-posts = Derniers messages
status-no-posts = Aucun pour l'instant.
slot-sent = ✅ { $post } : { $papers }
slot-nothing-new = ➖ { $post } : rien de nouveau
slot-claimed = ⏳ { $post } : en cours de publication
slot-failed = ⚠️ { $post } : { $reason }
slot-skipped = ➖ { $post } : { $reason }
slot-late = { $slot }, en retard
slot-reason = { $slot } ({ $reason })
slot-missing =
    { $missing ->
        [one] { $slot } ({ $missing } message sur { $count } manque : { $reason })
       *[other] { $slot } ({ $missing } messages sur { $count } manquent : { $reason })
    }

## Why a post failed: no capital at the start, no full stop at the end

failure-unknown-channel = le salon a été supprimé
failure-missing-permission = il me faut « { permission-view } », « { permission-send } » (dans un fil : « { permission-send-in-threads } ») et « { permission-embed } »
failure-access-lost = je ne pouvais pas voir le salon ou y publier
failure-direct-messages-closed = cette personne n'accepte pas de messages privés de ma part
failure-thread-locked = le fil est verrouillé ; déverrouille-le, ou choisis un autre salon
failure-refused = Discord a refusé le message
failure-discord-unavailable = Discord n'a pas répondu à temps
failure-hub-unavailable = Hugging Face n'a pas répondu, et aucune liste récente n'est enregistrée
failure-unconfirmed = je n'ai pas pu confirmer que le message était arrivé, donc je ne l'ai pas renvoyé
failure-own-fault = un problème est survenu de mon côté ; la personne qui m'héberge en trouvera les détails dans le journal
failure-missed = j'étais hors ligne plus de 12 heures après l'heure prévue
failure-overtaken = j'étais hors ligne, et un message plus récent a suivi
failure-already-sent = le message était déjà dans le salon
failure-not-in-server = je n'étais pas sur le serveur à ce moment-là
failure-thread-not-opened = je n'ai pas pu créer de fil sous le message ; les articles sont donc dans le salon
failure-not-published = je n'ai pas pu diffuser le message aux abonnés du salon
failure-paused = l'abonnement a été mis en pause avant l'envoi
failure-no-reason = échec
notice-channel-deleted = Le salon de { $ids } a été supprimé, donc rien ne peut être publié. Choisis un autre salon avec `/{ command-subscription } { command-subscription-edit }`, ou supprime avec `/{ command-subscription } { command-subscription-remove }` ce dont tu n'as plus besoin.
notice-channel-closed = Je ne peux pas publier dans { $channel } pour { $ids } : { $reason }. La publication reprendra d'elle-même dès que je pourrai de nouveau y écrire. Pour plus de détails, utilise `/{ command-status }` sur le serveur.
channel-deleted-move = Rien ne sera publié : le salon a été supprimé. Choisis-en un autre ci-dessous ; tous ses abonnements y seront déplacés.

## The panel (/setup)

panel-new = Nouvel abonnement
panel-edit = Abonnement #{ $id }
panel-unsaved = Rien ne change tant que tu n'appuies pas sur { button-save }.
panel-channel-unset = **Salon :** pas encore choisi
panel-channel = **Salon :** { $channel }
panel-topics-unset = **Sujets :** aucun pour l'instant
panel-topics = **Sujets :** { $topics }
panel-time-unset = **Heure :** { $schedule } · indique ton fuseau horaire, il est { $time } en UTC
panel-time = **Heure :** { $schedule } · chez toi, il est { $time }
panel-options = **Options :** { $options }
panel-any-votes = quel que soit le nombre de votes
panel-strictness = précision : { $strictness }
panel-source = liste : { $value }
panel-order = ordre : { $value }
panel-format = format : { $value }
panel-loose = Une mention suffit, même en d'autres mots
panel-normal = L'article doit avoir un rapport avec le sujet
panel-strict = L'article doit porter sur le sujet
panel-choose-channel = Choisis un salon
panel-choose-hour = Choisis une heure
panel-choose = Choisir
panel-choose-role = Choisis un rôle à mentionner
panel-with-code = Seulement avec du code
panel-with-model = Seulement avec un modèle
panel-with-dataset = Seulement avec des données
panel-silent = Silencieux
panel-publish = Diffuser
panel-page-basics = Essentiel
panel-page-papers = Articles
panel-page-posts = Publication
panel-forecast-later = Indique des sujets pour voir combien d'articles attendre.
panel-missing = Je ne peux pas encore publier dans { $channel }. Permissions manquantes : { $permissions }. Accorde-les dans les paramètres du salon, sous « Permissions », puis choisis de nouveau le salon.
panel-incomplete = Choisis d'abord un salon et indique des sujets.
panel-of-another = Seule la personne qui a ouvert ce panneau peut s'en servir. Ouvre le tien avec `/{ command-setup }`.
panel-gone = Ce panneau est fermé : il a été enregistré ou annulé, ou date de plus d'un jour. Ouvre un nouveau panneau avec `/{ command-setup }`.
panel-canceled = Annulé. Rien n'a été modifié.
panel-changed = L'abonnement #{ $id } a été modifié pendant que ce panneau était ouvert :
panel-changed-question = Si tu enregistres quand même, ton panneau remplace ces modifications.
panel-removed = L'abonnement #{ $id } a été supprimé pendant que ce panneau était ouvert. Tu peux enregistrer le tien comme nouvel abonnement.
welcome-about = **paperboy** publie chaque jour les articles de machine learning qui font parler d'eux sur Hugging Face : dans ton salon, à ton heure, sur tes sujets, et jamais deux fois le même.
welcome-members = Tout le monde peut chercher des articles avec `/{ command-search }` et lire les plus récents avec `/{ command-today }`.
welcome-admins = Les admins du serveur choisissent ici un salon, des sujets et une heure. Ça prend une minute.
button-set-up = Configurer
form-topics = Sujets
form-topics-label = Sujets, séparés par des virgules
form-time = Heure et fuseau horaire
form-time-label = Heure, par ex. 9h30 ou lun-ven 09:00
form-zone-label = Ville, pays ou fuseau horaire
button-edit = Modifier
button-topics = Sujets…
button-time = Heure et fuseau…
button-fix = Corriger
button-save = Enregistrer
button-save-anyway = Enregistrer quand même
button-save-new = Enregistrer comme nouveau
button-preview = Aperçu
button-test = Envoyer un message de test
button-back = Retour
test-heading = Message de test
test-papers-on = Des articles sur { $topics } seront publiés ici.
test-papers = Des articles seront publiés ici.
test-small = Envoyé par un admin du serveur pour vérifier que les messages arrivent. Tu peux supprimer ce message.
test-sent = Message de test envoyé dans { $channel }.
test-failed = Je n'ai pas pu envoyer de message de test dans { $channel }. Choisis de nouveau le salon pour voir ce qui manque.
test-too-soon =
    { $seconds ->
        [one] Un message de test vient d'être envoyé sur ce serveur. Réessaie dans { $seconds } seconde.
       *[other] Un message de test vient d'être envoyé sur ce serveur. Réessaie dans { $seconds } secondes.
    }

## Help

help-intro = Chaque jour, les articles de machine learning qui font parler d'eux sur Hugging Face : dans ton salon, à ton heure, sur tes sujets, et jamais deux fois le même.
help-start = **Pour commencer**, un admin du serveur utilise `/{ command-setup }` et choisit un salon, des sujets, une heure et un fuseau horaire. `/{ command-preview }` montre le prochain message.
help-papers = Articles
help-posts = Messages quotidiens (pour les admins du serveur)
help-bot = À propos

## The server: settings, changes, managers

command-server = serveur
    .about = Les réglages de ce serveur, et qui a changé quoi
command-server-set = régler
    .about = Voir ou changer les réglages de ce serveur
    .zone = Fuseau horaire des nouveaux abonnements : ville, pays ou nom comme America/New_York
    .time = Heure des nouveaux abonnements : 9h30, lun-ven 09:00, chaque lundi à 9h…
    .language = Langue des messages, sauf si un abonnement a la sienne (par défaut : celle du serveur)
    .log_channel = Où signaler les salons dans lesquels je ne peux pas publier
    .manager_role = Un rôle dont les membres peuvent gérer les abonnements et les réglages
    .commands_per_minute = Combien de commandes chaque membre peut utiliser par minute
    .reset = Un réglage à remettre par défaut
command-server-audit = modifications
    .about = Voir qui a modifié abonnements et réglages ces 90 derniers jours
option-log_channel = salon_avis
option-manager_role = rôle_gestion
option-commands_per_minute = commandes_par_minute
option-reset = réinitialiser
choice-zone = fuseau horaire
choice-time = heure
choice-language = langue
choice-log_channel = salon des avis
choice-manager_role = rôle de gestion
choice-commands_per_minute = commandes par minute
role-unknown = Je ne trouve pas ce rôle. Choisis un rôle de ce serveur.
reset-unknown = Je ne peux pas réinitialiser `{ $value }`. Choisis une des suggestions.
server-heading = Réglages du serveur
server-saved = Réglages du serveur enregistrés
server-unchanged = Rien n'a changé : le serveur avait déjà ces réglages
server-log = Les problèmes sont signalés dans { $channel }
server-log-unset = Les problèmes sont signalés en message privé à la personne qui a créé l'abonnement
server-manager = Gestion : les membres avec « Gérer le serveur » ou { $role }
server-manager-unset = Gestion : les membres avec « Gérer le serveur »
server-manager-how = Discord cache encore les commandes d'admin à { $role } : ajoute le rôle dans Paramètres du serveur → Intégrations → paperboy. Un bot ne peut pas le faire.
server-rate =
    { $count ->
        [one] Chaque membre peut utiliser { $count } commande par minute ici ; les gestionnaires peuvent en utiliser plus
       *[other] Chaque membre peut utiliser { $count } commandes par minute ici ; les gestionnaires peuvent en utiliser plus
    }
server-rate-unset = Les membres peuvent utiliser les commandes aussi souvent que le bot le permet
setting-paused = en pause
setting-set = { $option } : { $value }
setting-unset = { $option } : { $value } → par défaut
setting-off = { $option } : { $value } → non
setting-none = { $option } : { $value } → aucun
setting-until = jusqu'au { $day }
setting-until-resumed = jusqu'à la reprise
audit-heading = Modifications
audit-kept =
    { $days ->
        [one] Conservées { $days } jour
       *[other] Conservées { $days } jours
    }
audit-none =
    { $days ->
        [one] Rien n'a été modifié ce dernier jour.
       *[other] Rien n'a été modifié ces { $days } derniers jours.
    }
audit-added = Abonnement #{ $id } ajouté
audit-erased = quelqu'un dont les données ont été supprimées
audit-new = Nouvel abonnement
only-managers = Seuls les membres avec « Gérer le serveur » peuvent utiliser ce bouton.
only-managers-or = Seuls les membres avec « Gérer le serveur » ou { $role } peuvent utiliser ce bouton.

## /config

command-config = configuration
    .about = Exporter ou importer la configuration de ce serveur dans un fichier
command-config-export = exporter
    .about = Obtenir les abonnements et réglages de ce serveur dans un fichier
command-config-import = importer
    .about = Comparer un fichier à la configuration de ce serveur, puis l'appliquer
    .file = Un fichier obtenu avec l'export ; tu peux le modifier avant
option-file = fichier
config-exported = Modifie le fichier, puis renvoie-le avec `/{ command-config } { command-config-import }`. Tu verras ce qui changerait avant que ce soit appliqué. Pour un autre serveur, remplace d'abord les salons.
config-too-large = Le fichier est trop volumineux. Je lis des fichiers de { $most } ko au plus.
config-not-fetched = Je n'ai pas pu récupérer le fichier depuis Discord. Réessaie.
config-gone = Cet import a déjà été appliqué ou annulé, ou date de plus d'un jour. Importe de nouveau le fichier.
config-changed = La configuration de ce serveur a changé depuis ton import ; rien n'a été appliqué. Importe de nouveau le fichier pour voir ce qui changerait maintenant.
config-problems =
    { $count ->
        [one] Je ne peux pas utiliser ce fichier : { $count } problème. Rien n'a été modifié.
       *[other] Je ne peux pas utiliser ce fichier : { $count } problèmes. Rien n'a été modifié.
    }
config-problems-more = … et { $count } de plus. Corrige d'abord ceux-ci, puis importe de nouveau le fichier.
config-same = Ce fichier correspond à la configuration de ce serveur. Il n'y a rien à changer.
config-compare = Ce que ce fichier changerait
config-applied = Configuration importée
config-canceled = Annulé. Rien n'a été modifié.
config-undone = Import annulé, la configuration est comme avant
config-undo-gone = Cet import ne peut plus être annulé : il l'a déjà été, ou date de plus d'un jour.
config-undo-changed = La configuration de ce serveur a changé depuis l'import ; rien n'a été annulé.
config-counts = { $added } ajoutés · { $changed } modifiés · { $removed } supprimés · { $unchanged } inchangés
config-empty = Ce fichier est vide. `/{ command-config } { command-config-export }` en crée un que je peux importer.
config-not-json = Ce n'est pas du JSON valide : vérifie la ligne { $line }, colonne { $column }.
config-not-ours = Ce n'est pas une configuration de paperboy : elle ne commence pas par `"paperboy": 1`.
config-newer = Ce fichier utilise la version { $version } du format, que je ne prends pas encore en charge.
config-too-many = Ce fichier contient { $count } abonnements. Un serveur peut en avoir { $most } au plus.
config-not-object = doit être un objet : `{ "{" } … { "}" }`.
config-not-list = doit être une liste : `[ … ]`.
config-unknown-key = Je ne connais pas de réglage nommé `{ $key }`.
config-bad-id = `id` doit être le numéro d'un abonnement, ou être absent.
config-id-twice = #{ $id } figure deux fois dans le fichier.
config-not-text = `{ $key }` doit être un texte entre guillemets.
config-not-flag = `{ $key }` doit être true ou false.
config-bad-pause = `paused` doit être true, false ou la date et l'heure de fin de la pause, par exemple `2026-12-27T00:00:00Z`.
button-apply = Appliquer
button-cancel = Annuler

## Notices

button-check-again = Vérifier de nouveau
menu-move-to = Déplacer vers…
notice-open = J'ai revérifié { $channel } : je peux de nouveau y publier.
notice-still-closed = J'ai revérifié { $channel }. { $why }
notice-moved =
    { $count ->
        [one] { $count } abonnement déplacé vers { $channel }.
       *[other] { $count } abonnements déplacés vers { $channel }.
    }
notice-nothing-there = Plus aucun abonnement ne publie dans ce salon.

## Search: filters and privacy

option-private = privé
search-none-passes =
    { $count ->
        [one] { $count } article correspond à « { $query } », mais pas à tes filtres.
       *[other] { $count } articles correspondent à « { $query } », mais aucun à tes filtres.
    }
search-without-filters = Chercher sans filtres

## /about

command-about = à-propos
    .about = Ce qu'est paperboy, sa version, et comment l'ajouter à ton serveur
about-permissions = Pour publier, j'ai besoin des permissions { permission-view }, { permission-send }, { permission-embed } et { permission-read-history }, et pour les fils, de { permission-create-threads } et { permission-send-in-threads }. Le lien d'invitation ne demande rien d'autre.
about-privacy = Je ne lis pas les messages. J'enregistre ce que les admins configurent ici, qui l'a modifié et quels articles ont été publiés où. Les recherches trop longues pour un bouton sont gardées un mois, pour que leurs pages fonctionnent.
about-invite = Ajouter à un serveur
about-policy = Politique de confidentialité
about-terms = Conditions d'utilisation
about-source = Code source
