# Lo que dice el bot, en español. Términos de Discord: servidor, canal, rol, permiso, hilo.

## Commands

command-search = buscar
    .about = Buscar artículos por palabras, título, autor, ID de arXiv o enlace
    .query = Lo que buscas
    .from = Publicados desde esta fecha (2026-01-31)
    .to = Publicados hasta esta fecha (2026-01-31)
    .min_upvotes = Mínimo de votos
    .has_code = Solo artículos con un repositorio de código
    .has_model = Solo artículos con un modelo en Hugging Face
    .has_dataset = Solo artículos con un conjunto de datos en Hugging Face
    .sort = Orden de los resultados (por defecto: más relevantes)
    .private = Mostrarte los resultados solo a ti
command-today = hoy
    .about = Mostrar los artículos del día más recientes, los más votados primero
command-paper = artículo
    .about = Mostrar un artículo: autores, resumen, código y enlaces
    .id = Un ID de arXiv, un enlace o un título; verás sugerencias al escribir
command-similar = similares
    .about = Buscar artículos parecidos a otro
    .id = Un ID de arXiv, un enlace o un título; verás sugerencias al escribir
command-help = ayuda
    .about = Qué hace paperboy y cómo empezar
command-subscription = suscripción
    .about = Artículos diarios para los canales de este servidor
command-subscription-add = añadir
    .about = Publicar artículos en un canal todos los días
    .channel = Dónde publicar los artículos
    .topics = Temas, separados por comas; -palabra excluye; «all» incluye todos los artículos
    .time = Cuándo publicar: 9:30, lun-vie 09:00, cada lunes a las 9… (por defecto: 09:00)
    .zone = Tu ciudad, país o zona horaria, como Madrid o America/New_York
    .min_upvotes = Mínimo de votos
    .max_papers = Máximo de artículos por mensaje (por defecto: 10)
    .strictness = Cuánto debe coincidir un artículo (por defecto: normal); flexible también mira el significado
    .source = De qué lista vienen los artículos (por defecto: los del día)
    .order = Qué artículos van primero (por defecto: como en la lista)
    .has_code = Solo artículos con un repositorio de código
    .has_model = Solo artículos con un modelo en Hugging Face
    .has_dataset = Solo artículos con un conjunto de datos en Hugging Face
    .format = El formato de los mensajes (por defecto: boletín)
    .role = Un rol al que mencionar en cada mensaje
    .silent = Publicar sin notificaciones
    .publish = Difundir los mensajes a quienes siguen un canal de anuncios
    .language = Idioma de los mensajes (por defecto: el de este servidor)
command-subscription-list = lista
    .about = Mostrar las suscripciones y sus próximos mensajes
command-subscription-edit = editar
    .about = Cambiar las opciones que indiques; sin ninguna, se abre un panel con todas
    .id = El número de la suscripción; verás sugerencias al escribir
    .channel = El nuevo canal
    .topics = Los nuevos temas, separados por comas; -palabra excluye; «all» incluye todos
    .time = La nueva hora: 10:00, lun-vie 09:00, cada lunes a las 9…
    .zone = La nueva zona horaria: ciudad, país o nombre como America/New_York
    .min_upvotes = El nuevo mínimo de votos
    .max_papers = El nuevo máximo de artículos por mensaje
    .strictness = Cuánto debe coincidir un artículo
    .source = De qué lista vienen los artículos
    .order = Qué artículos van primero
    .has_code = Solo artículos con un repositorio de código
    .has_model = Solo artículos con un modelo en Hugging Face
    .has_dataset = Solo artículos con un conjunto de datos en Hugging Face
    .format = El formato de los mensajes
    .role = Un rol al que mencionar en cada mensaje
    .no_role = Dejar de mencionar al rol
    .silent = Publicar sin notificaciones
    .publish = Difundir los mensajes a quienes siguen un canal de anuncios
    .language = Idioma de los mensajes
command-subscription-pause = pausar
    .about = Pausar los mensajes hasta una fecha, o hasta que la reanudes
    .id = El número de la suscripción; verás sugerencias al escribir
    .until = Cuándo se reanuda: 2026-12-27, viernes, en 2 semanas (por defecto: cuando la reanudes)
command-subscription-resume = reanudar
    .about = Terminar la pausa de una suscripción
    .id = El número de la suscripción; verás sugerencias al escribir
command-subscription-copy = copiar
    .about = Copiar una suscripción a otro canal
    .id = El número de la suscripción; verás sugerencias al escribir
    .channel = El canal al que copiarla
command-subscription-remove = eliminar
    .about = Eliminar una suscripción
    .id = El número de la suscripción; verás sugerencias al escribir
command-setup = configurar
    .about = Configurar una suscripción paso a paso: canal, temas, hora, vista previa
command-preview = vista-previa
    .about = Mostrar el próximo mensaje y por qué está o no cada artículo
    .subscription = El número de la suscripción (por defecto: la más reciente)
    .date = Vista previa de una fecha pasada: 2026-01-31, ayer, viernes… (por defecto: el próximo mensaje)
command-why = por-qué
    .about = Ver por qué se publicó aquí un artículo, o por qué no
    .paper = Un ID de arXiv, un enlace o el título; verás sugerencias al escribir
    .subscription = Solo esta suscripción (por defecto: todas las de este servidor)
command-status = estado
    .about = Mostrar los próximos y últimos mensajes, y lo que impide publicarlos

option-query = consulta
option-from = desde
option-to = hasta
option-min_upvotes = mín_votos
option-has_code = con_código
option-has_model = con_modelo
option-has_dataset = con_datos
option-sort = orden
option-id = id
option-channel = canal
option-topics = temas
option-time = hora
option-zone = zona
option-max_papers = máx_artículos
option-strictness = precisión
option-source = fuente
option-order = orden
option-format = formato
option-role = rol
option-no_role = sin_rol
option-silent = silencioso
option-publish = difundir
option-subscription = suscripción
option-date = fecha
option-language = idioma
option-paper = artículo
option-until = hasta

choice-relevance = más relevantes
choice-votes = más votados
choice-newest = más recientes
choice-loose = flexible
choice-normal = normal
choice-strict = estricta
choice-server = el idioma del servidor
choice-en = English
choice-de = Deutsch
choice-fr = Français
choice-es = Español
choice-ja = 日本語
choice-zh-CN = 简体中文
choice-daily = artículos del día
choice-trending = tendencias
choice-rising = en alza en las últimas 24 horas
choice-list = como en la lista
choice-match = más relevantes primero
choice-digest = boletín
choice-compact = lista compacta
choice-papers = un mensaje por artículo
choice-thread = hilo bajo el mensaje
yes = sí

## Days and numbers

weekday =
    { $day ->
        [1] lunes
        [2] martes
        [3] miércoles
        [4] jueves
        [5] viernes
        [6] sábado
       *[7] domingo
    }
month =
    { $month ->
        [1] enero
        [2] febrero
        [3] marzo
        [4] abril
        [5] mayo
        [6] junio
        [7] julio
        [8] agosto
        [9] septiembre
        [10] octubre
        [11] noviembre
       *[12] diciembre
    }
date = { $day } de { $month } de { $year }
date-month = { $month } de { $year }
date-long = { $weekday }, { $day } de { $month } de { $year }
papers =
    { $count ->
        [one] { $count } artículo
       *[other] { $count } artículos
    }
more = … y { $count } más

## Schedules

schedule = { $schedule } ({ $zone })
schedule-at = { $days } a las { $times }
schedule-hourly = cada hora, en el minuto { $minute }
schedule-hourly-on = cada hora, en el minuto { $minute }, { $days }
days-all = todos los días
days-workdays = de lunes a viernes
days-weekdays = { $weekdays }
days-of-month = { $dates } de cada mes
each-weekday =
    { $day ->
        [1] los lunes
        [2] los martes
        [3] los miércoles
        [4] los jueves
        [5] los viernes
        [6] los sábados
       *[7] los domingos
    }
day-of-month = el { $day }

## A time that can't be read

time-unreadable = No entiendo `{ $typed }` como hora. { $problem } { time-examples }
time-unreadable-part = { $problem } { time-examples }
time-examples = Prueba con `09:00`, `lun-vie 9:30`, `cada lunes a las 9` o una expresión cron como `0 9 * * 1-5`.
time-too-often = `{ $typed }` publicaría más de 24 veces al día. Elige menos horas, por ejemplo una vez por hora: `0 * * * *`.
time-never = `{ $typed }` nunca ocurre. Revisa el día y el mes.
time-empty = Está vacío.
time-too-long = Es demasiado largo.
time-not-a-time = `{ $part }` no es una hora entre las 00:00 y las 23:59.
time-not-a-time-of-day = `{ $part }` no es una hora.
time-no-time-of-day = Falta la hora.
time-unknown-words = `{ $part }` no es un día, una hora ni una zona horaria.
time-is-zone = `{ $part }` es una zona horaria.
time-and-hours = Tiene una hora y también un intervalo en horas.
time-uncountable = Los mensajes pueden repetirse cada ciertas horas, en días de la semana o en días del mes, pero no por `{ $part }`.
time-one-time = `{ $part }` ocurre una sola vez, pero los mensajes se repiten.
time-count = `{ $part }` no dice cuándo. Indica otros tantos días u horas.
time-two-zones = `{ $one }` y `{ $other }` son dos zonas horarias. Indica solo una.
time-field-count = Una expresión cron tiene exactamente cinco campos.
time-seconds = Aquí una expresión cron tiene exactamente cinco campos; quita los segundos.
time-character = El campo «{ $field }» tiene un carácter que cron no usa: `{ $part }`.
time-backwards = El intervalo `{ $part }` del campo «{ $field }» está al revés.
time-not-a-weekday = `{ $part }` no es un día de la semana (0–7 o mon–sun).
time-no-step = A `{ $part }` le falta un número tras la barra.
time-zero-step = El paso de `{ $part }` es cero.
time-out-of-range = El campo «{ $field }» admite números del { $least } al { $most }.
time-combination = Estos campos no se pueden combinar.
field-minute = minuto
field-hour = hora
field-day = día
field-month = mes
field-weekday = día de la semana

## A time zone that can't be read

zone-choose = { $problem } Elige una (entre paréntesis, la hora local): { $choices }
zone-several-places = `{ $typed }` tiene más de una zona horaria.
zone-abbreviation = `{ $typed }` se usa para más de una zona horaria.
zone-offset = `{ $typed }` es solo un desfase, así que no puedo saber cuándo cambia la hora.
zone-ahead = `{ $typed }` va por delante de UTC (UTC{ $offset }), a pesar de su signo.
zone-behind = `{ $typed }` va por detrás de UTC (UTC{ $offset }), a pesar de su signo.
zone-unknown = No conozco ninguna zona horaria ni ningún lugar con el nombre `{ $typed }`. Escribe una ciudad grande cercana o elige una zona (entre paréntesis, la hora local): { $choices }
zone-unknown-name = No conozco ninguna zona horaria llamada `{ $typed }`. Usa un nombre como `Europe/Madrid`, `America/New_York` o `UTC`.
zone-twice = La hora indica { $other }, pero la zona horaria es { $zone }. Indica solo una de las dos.
options-conflict = `{ $one }` y `{ $other }` se contradicen. Indica solo una de las dos opciones.

## Topics and searches that can't be read

words-none = `{ $typed }` no tiene palabras que puedan coincidir con un artículo. Escribe alguna, por ejemplo `diffusion`.
words-empty-quotes = No hay nada entre las comillas. Escribe palabras entre ellas, por ejemplo `"chain of thought"`, o quítalas.
words-nameless = Tras `{ $field }:` hace falta un nombre, por ejemplo `{ $field }:{ $example }`.
words-category = `{ $typed }` es una categoría de arXiv, y en Hugging Face los artículos no tienen categorías. Escribe el tema en inglés, por ejemplo `{ $instead }`.
words-only-exclusions = Esto solo excluye artículos. Añade lo que buscas, por ejemplo `{ $example } { $excluded }`.
topics-too-long = El tema `{ $topic }…` tiene más de { $most } caracteres. Separa los temas con comas.
topics-too-many = Son { $count } temas. Una suscripción admite { $most } como máximo; añade otra suscripción para el resto.
topics-contradiction = `{ $topic }` está incluido y excluido a la vez. Deja solo uno de los dos.
topics-none = `{ $typed }` no tiene ningún tema. Escribe temas separados por comas, por ejemplo `diffusion, LLM agents`, o `all` para todos los artículos.
topics-only-exclusions = Esto solo excluye artículos. Añade los temas que quieras, o escribe `all, { $excluded }` para todos los demás artículos.
topics-all-and-more = `all` ya incluye todos los artículos, así que `{ $topic }` no añade nada. Escribe `all` para todos los artículos, o `{ $topic }` sin `all`.
topics-all = todos los artículos

## Other things that can't be read

query-empty = Escribe lo que buscas.
topics-empty = Escribe al menos un tema, o `all` para todos los artículos.
paper-empty = Escribe un ID de arXiv, un enlace o un título.
option-empty = Rellena la opción `{ $option }`.
number-not-whole = `{ $option }` es `{ $value }`. Escribe un número entero, 0 o más.
number-too-large = `{ $option }` es { $value }, un valor demasiado grande.
max-papers-out-of-range = Elige entre 1 y { $most } artículos por mensaje.
rate-out-of-range = Elige entre 1 y { $most } comandos por minuto.
date-unreadable = No entiendo `{ $value }` como fecha. Escribe, por ejemplo, `2026-01-31`, `31 enero`, `ayer`, `viernes` o `hace 3 días`.
date-ambiguous = `{ $value }` puede ser `{ $first }` o `{ $second }`. Escribe la que quieras.
date-future = `{ $value }` está en el futuro ({ $date }), así que aún no hay artículos. ¿Querías decir `{ $past }`?
dates-swapped = La fecha inicial ({ $from }) es posterior a la final ({ $to }). Intercámbialas.
sort-unknown = No puedo ordenar por `{ $value }`. Elige { choice-relevance }, { choice-votes } o { choice-newest }.
strictness-unknown = `{ $value }` no es una precisión. Elige flexible, normal o estricta.
channel-unreadable = Elige un canal para `{ $option }`.
server-only = Este comando solo funciona en servidores.
command-unknown = No conozco `/{ $command }`. Consulta `/{ command-help }`.
button-unknown = Este botón ya no funciona. Vuelve a usar el comando.

## When something goes wrong

apology = Algo falló por mi parte. Inténtalo de nuevo en un minuto.
unreadable = No pude leer esa petición. Vuelve a usar el comando.
too-fast =
    { $seconds ->
        [one] Vas demasiado rápido. Inténtalo de nuevo en { $seconds } segundo.
       *[other] Vas demasiado rápido. Inténtalo de nuevo en { $seconds } segundos.
    }
server-too-fast =
    { $seconds ->
        [one] Este servidor está enviando demasiados comandos. Inténtalo de nuevo en { $seconds } segundo.
       *[other] Este servidor está enviando demasiados comandos. Inténtalo de nuevo en { $seconds } segundos.
    }
member-too-fast =
    { $count ->
        [one] En este servidor, los miembros pueden usar { $count } comando por minuto. Inténtalo de nuevo { $when }.
       *[other] En este servidor, los miembros pueden usar { $count } comandos por minuto. Inténtalo de nuevo { $when }.
    }
busy = Ahora mismo estoy ocupado. Inténtalo de nuevo en un minuto.
not-saved = No pude guardarlo, así que no cambió nada. Inténtalo de nuevo en un minuto.

## A paper

byline-others = { $names } y { $count } más
votes =
    { $count ->
        [one] ▲ { $count } voto
       *[other] ▲ { $count } votos
    }
code-link = código
first-page = Primera página
first-page-of = Primera página de { $title }
menu-papers = Ver un artículo (solo tú lo verás)
card-summary = En resumen
card-abstract = Resumen
card-published = publicado el { $date }
card-linked = En Hugging Face
card-models =
    { $count ->
        [one] { $count } modelo: { $names }
       *[other] { $count } modelos: { $names }
    }
card-datasets =
    { $count ->
        [one] { $count } conjunto de datos: { $names }
       *[other] { $count } conjuntos de datos: { $names }
    }
card-spaces =
    { $count ->
        [one] { $count } Space: { $names }
       *[other] { $count } Spaces: { $names }
    }
button-code = Código
button-project = Proyecto
button-similar = Artículos similares
paper-not-found = No encontré `{ $id }` en Hugging Face. Puede que esté en arXiv: { $url }
paper-hub-silent = Hugging Face no responde, y no tengo `{ $id }` guardado. Inténtalo de nuevo en unos minutos.
paper-not-named = No encontré ningún artículo llamado `{ $typed }`. Escribe su ID de arXiv o un enlace, o elige una de las sugerencias.
similar-heading = Artículos parecidos a { $paper }
similar-none = No encontré artículos parecidos a { $paper }.

## Lists of papers

page-previous = ◀ Anterior
page-next = Siguiente ▶
day-heading = Artículos del { $date }
day-count =
    { $count ->
        [one] { $count } artículo
       *[other] { $count } artículos, los más votados primero
    }
day-none = No hay artículos en la lista del { $date }.
day-read = actualizado { $time }

## Search results

search-heading = «{ $query }»
search-nothing = No hay nada parecido a «{ $query }».
search-hints = Prueba con menos palabras o con otras, el nombre completo de un autor, un ID de arXiv, o `/{ command-today }` para los artículos más recientes.
search-in-english = Los artículos están en inglés. Prueba con palabras en inglés.
search-papers-in-english = Los artículos están en inglés.
search-not-found = No encontré { $ids } en Hugging Face.
search-repaired = Resultados de «{ $query }».
search-unknown-words = Ningún artículo contiene **{ $words }**. Estos coinciden con las demás palabras.
search-surveys = Revisiones primero
search-newest = Más recientes primero
search-most-votes = Más votados primero
search-days =
    { $days ->
        [one] De hoy
       *[other] De los últimos { $days } días
    }
search-on = Publicados el { $date }
search-between = Publicados del { $from } al { $to }
search-since = Publicados desde el { $from }
search-until = Publicados hasta el { $to }
search-excluded =
    { $count ->
        [one] { $count } artículo está oculto por tus exclusiones.
       *[other] { $count } artículos están ocultos por tus exclusiones.
    }
search-hub-silent = Hugging Face no respondió; solo busqué entre los artículos que tengo guardados.
search-no-author = No hay artículos de «{ $name }».
search-no-organization = No hay artículos de la organización «{ $name }».
search-no-title = Ningún título contiene «{ $words }».
search-no-phrase = Ningún artículo contiene la frase «{ $words }».
search-no-name = No hay artículos de ninguna persona u organización llamada «{ $name }».
search-as-typed = Buscar «{ $query }» en su lugar
search-expired = Esta búsqueda caducó. Vuelve a buscar.
match-id = coincide con este ID
match-title = coincide con este título
match-author = de este autor
match-organization = de esta organización

## Why a paper matches a topic

reason-title = «{ $words }» en el título
reason-keywords = «{ $words }» en las palabras clave
reason-summary = «{ $words }» en el resumen corto
reason-abstract =
    { $times ->
        [one] «{ $words }» en el resumen
       *[other] «{ $words }» { $times } veces en el resumen
    }
reason-part-of = { $words }, parte de { $topic }
reason-related-to = { $words }, relacionado con { $topic }
reason-typical-of = { $words }, típico de { $topic }
reason-quote = «{ $words }»
reason-meaning = significado cercano
reason-author = de { $name }
reason-organization = de { $name }
reason-all = { $reasons }

## The daily post

post-all-topics = Artículos del día
post-trending = Artículos en tendencia
post-rising = Artículos en alza
post-late = con retraso: previsto { $time }
post-continued = … continuación ({ $number })
post-all-papers = Todos los artículos del día

## Previews

preview-heading = Por qué se incluye o no cada artículo
preview-count = Suscripción #{ $id } · artículos que se publicarán: { $chosen } de { $total }
preview-count-draft = Artículos que se publicarían: { $chosen } de { $total }
preview-count-day = Suscripción #{ $id }, { $date } · artículos que se publicarían: { $chosen } de { $total }
preview-daily-only = Las otras listas no tienen historial, así que se usa la lista diaria.
preview-nothing = No se publicaría nada: { $reasons }.
preview-none-match =
    { $count ->
        [one] un artículo no coincide con ningún tema
       *[other] { $count } artículos no coinciden con ningún tema
    }
preview-none-excluded =
    { $count ->
        [one] un artículo está excluido
       *[other] { $count } artículos están excluidos
    }
preview-none-votes =
    { $count ->
        [one] un artículo tiene muy pocos votos
       *[other] { $count } artículos tienen muy pocos votos
    }
preview-none-code =
    { $count ->
        [one] un artículo no tiene repositorio de código
       *[other] { $count } artículos no tienen repositorio de código
    }
preview-none-model =
    { $count ->
        [one] un artículo no tiene modelo en Hugging Face
       *[other] { $count } artículos no tienen modelo en Hugging Face
    }
preview-none-dataset =
    { $count ->
        [one] un artículo no tiene conjunto de datos en Hugging Face
       *[other] { $count } artículos no tienen conjunto de datos en Hugging Face
    }
preview-none-before =
    { $count ->
        [one] un artículo ya se publicó o se descartó aquí
       *[other] { $count } artículos ya se publicaron o se descartaron aquí
    }
preview-no-list = todavía no hay lista de ese día
preview-no-list-that-day = no hay lista de ese día
preview-no-trending = todavía no he leído la lista de tendencias de Hugging Face
preview-no-rising = ningún artículo ha ganado votos en las últimas 24 horas
verdict-topic = { $topic }: { $reason }
verdict-everything = se incluyen todos los artículos
verdict-no-topic = no coincide ningún tema
verdict-excluded = excluido por { $topic }: { $reason }
verdict-few-votes =
    { $votes ->
        [one] { $votes } voto, menos que tu mínimo de { $least }
       *[other] { $votes } votos, menos que tu mínimo de { $least }
    }
verdict-posted = ya publicado aquí
verdict-unconfirmed = quizá ya publicado aquí; no pude confirmarlo
verdict-passed-over = quedó fuera de un mensaje anterior que estaba lleno
verdict-taken = la suscripción #{ $id } lo publica aquí antes
verdict-full = queda fuera: el mensaje está lleno
verdict-no-code = no tiene repositorio de código
verdict-no-model = no tiene modelo en Hugging Face
verdict-no-dataset = no tiene conjunto de datos en Hugging Face
why-listed = En la lista diaria del { $date }.
why-never-listed = Nunca ha estado en la lista diaria de Hugging Face.
why-posted = publicado { $time }
why-posted-at = publicado { $time } · { $url }
why-posted-by = por #{ $id } en el mismo canal: { $posted }
why-next = saldrá en el próximo mensaje, { $time } · { $why }
why-not-next = { $problem } · { $why }
why-too-old = demasiado antiguo para el próximo mensaje
why-no-list = nunca en una lista
why-not-trending = no está en la lista de tendencias ahora
why-not-rising = no ha ganado votos en las últimas 24 horas
server-zone = Zona horaria: { $zone } · tu hora actual es { $time }
server-zone-unset = Zona horaria: la última usada aquí o, si no, UTC
server-time = Hora: { $time }
server-time-unset = Hora: todos los días a las 09:00
server-language = Idioma de los mensajes: { $language }, salvo que una suscripción tenga el suyo
server-language-unset = Idioma de los mensajes: { $language }, el de este servidor en Discord
language-unknown = `{ $value }` no es un idioma disponible. Elige una de las sugerencias.

## Subscriptions

subscription-added = { $channel } está suscrito a { $topics }
subscription-corrected = Corregido: { $channel } está suscrito a { $topics }
direct-messages = tus mensajes directos
subscription-number = suscripción #{ $id }
subscription-votes =
    { $count ->
        [one] { $count } voto o más
       *[other] { $count } votos o más
    }
subscription-papers =
    { $count ->
        [one] como máximo { $count } artículo
       *[other] como máximo { $count } artículos
    }
subscription-most-votes = más votados primero
subscription-best-match = más relevantes primero
subscription-with-code = con código
subscription-with-model = con modelo
subscription-with-dataset = con datos
subscription-mentions = menciona a { $role }
subscription-silent = silencioso
subscription-published = difundido a seguidores
subscription-language = idioma: { $language }
choice-unknown = `{ $value }` no es una de las opciones de `{ $option }`.
role-everyone = No menciono a @everyone. Elige otro rol.
role-everyone-manages = @everyone no puede ser el rol gestor. Elige otro rol.
role-unmentionable = No puedo mencionar a { $role } en { $channel }. Permite que cualquiera lo mencione en los ajustes del rol, o dame el permiso de mencionar a todos los roles.
posting-silent-mention = Un mensaje silencioso no envía notificaciones, así que mencionar a un rol no serviría de nada. Elige una de las dos opciones.
posting-published-thread = Quienes siguen un canal de anuncios reciben mensajes, pero no hilos. Elige otro formato, o no difundas los mensajes.
posting-no-threads = No puedo crear hilos en { $channel }. Elige un canal de texto o de anuncios, u otro formato.
posting-not-announcement = { $channel } no es un canal de anuncios, así que sus mensajes no se pueden difundir.
subscription-time = Tu hora actual es { $time } ({ $zone }). Mira el próximo mensaje con `/{ command-preview }`.
subscription-next = Próximos mensajes, en tu hora local: { $posts }
subscription-next-at = Próximo { $time }
subscription-no-next = No hay más mensajes previstos.
subscription-last = último { $slot }
subscription-removed = Suscripción #{ $id } eliminada
subscription-edited = Suscripción #{ $id } modificada
edit-unchanged = No cambió nada: la suscripción #{ $id } ya tenía estos ajustes
edit-change = { $option }: { $old } → { $new }
subscription-paused = Suscripción #{ $id } en pausa
subscription-is-paused = En pausa hasta que la reanudes.
subscription-is-paused-until = En pausa hasta el { $day }.
pause-papers = Los artículos que salgan durante una pausa solo se publican después si siguen siendo recientes, normalmente de menos de una semana.
pause-past = Elige un día posterior a hoy.
day-unreadable = No entiendo `{ $value }` como día. Escribe, por ejemplo, `2026-12-27`, `27 diciembre`, `mañana`, `viernes` o `en 2 semanas`.
subscription-resumed = Suscripción #{ $id } reanudada
subscription-not-paused = La suscripción #{ $id } no está en pausa.
subscription-copied = Suscripción #{ $id } copiada a { $channel }
subscription-restored = Suscripción #{ $id } restaurada
subscription-twin = La suscripción #{ $id } publica los mismos artículos en este canal. Ningún artículo se publica dos veces, así que una de las dos quedará vacía.
button-undo = Deshacer
button-resume = Reanudar
button-remove = Eliminar #{ $id }
subscription-unknown = Este servidor no tiene ninguna suscripción #{ $id }. Consulta `/{ command-subscription } { command-subscription-list }`.
subscriptions-count =
    { $count ->
        [one] { $count } suscripción
       *[other] { $count } suscripciones
    }
subscriptions-none = Ningún canal de este servidor recibe artículos todavía.
subscriptions-none-yet = Este servidor todavía no tiene suscripciones. Añade una con `/{ command-setup }`.
subscriptions-add = Añade una suscripción con `/{ command-setup }`.
subscriptions-full = Este servidor ya tiene { $most } suscripciones. Elimina una primero.
channel-unknown = No encuentro { $channel } en este servidor. Elige uno de sus canales.
channel-unchecked = Discord me está limitando ahora mismo, así que no puedo comprobar ese canal. Inténtalo de nuevo en un minuto.
channel-missing = Todavía no puedo publicar en { $channel }. Permisos que faltan: { $permissions }. Concédelos en los ajustes del canal, en «Permisos», e inténtalo de nuevo.
channel-locked = { $channel } es un hilo bloqueado en el que solo pueden escribir los moderadores. Desbloquéalo o elige otro canal.
channel-no-messages = { $channel } no admite mensajes. Elige un canal de texto, de anuncios o de foro, o un hilo.
nothing-saved = { $why } No se guardó nada.
permission-view = Ver canal
permission-send = Enviar mensajes
permission-send-in-threads = Enviar mensajes en hilos
permission-embed = Insertar enlaces
permission-create-threads = Crear hilos públicos
permission-read-history = Leer el historial de mensajes

## What a subscription would have brought

forecast-none =
    { $days ->
        [one] No se habría publicado ningún artículo del último día.
       *[other] No se habría publicado ningún artículo de los últimos { $days } días.
    }
forecast-try-topics = { $none } Prueba con temas más amplios.
forecast-try-topics-loose = { $none } Prueba con temas más amplios o `{ option-strictness }: { choice-loose }`.
forecast-try-votes = { $none } Prueba con un `{ option-min_upvotes }` más bajo.
forecast-try-filters = { $none } Prueba sin exigir código, modelo ni conjunto de datos.
forecast-try-votes-filters = { $none } Prueba con un `{ option-min_upvotes }` más bajo, o sin exigir código, modelo ni conjunto de datos.
forecast-total = { $counted }.
forecast-by-topic = { $counted }: { $topics }.
forecast-counted =
    { $days ->
        [one] { $rate }, según un solo día
       *[other] { $rate }, según los últimos { $days } días
    }
forecast-often =
    { $count ->
        [one] Alrededor de { $count } artículo al día
       *[other] Unos { $count } artículos al día
    }
forecast-a-post =
    { $count ->
        [one] Alrededor de { $count } artículo por mensaje
       *[other] Unos { $count } artículos por mensaje
    }
forecast-seldom = Alrededor de un artículo cada { $days } días
forecast-topic-often =
    { $count ->
        [one] { $topic } { $count } artículo al día
       *[other] { $topic } { $count } artículos al día
    }
forecast-topic-a-post =
    { $count ->
        [one] { $topic } { $count } artículo por mensaje
       *[other] { $topic } { $count } artículos por mensaje
    }
forecast-topic-seldom = { $topic } un artículo cada { $days } días
forecast-topic-none = { $topic }: ninguno cumple tus filtros
forecast-overflow-votes = Un mensaje admite { $most } como máximo, así que quedarían fuera unos { $left_out }, los menos votados.
forecast-overflow-match = Un mensaje admite { $most } como máximo, así que quedarían fuera unos { $left_out }, los menos relevantes.
forecast-overflow-both = { $overflow } Sube `{ option-max_papers }`, o elige `{ option-strictness }: { choice-strict }` para quedarte con los más relevantes.
forecast-overflow-raise = { $overflow } Sube `{ option-max_papers }` para incluir más.
forecast-overflow-strict = { $overflow } Elige `{ option-strictness }: { choice-strict }` para quedarte con los más relevantes.
forecast-unmatched =
    { $days ->
        [one] ⚠️ Ningún artículo del último día coincide con { $topic }.
       *[other] ⚠️ Ningún artículo de los últimos { $days } días coincide con { $topic }.
    }
forecast-unmatched-meant = { $unmatched } ¿Querías decir { $meant }?
forecast-unmatched-english = { $unmatched } Los temas se buscan en inglés.
forecast-excluded-meant =
    { $days ->
        [one] ⚠️ Ningún artículo del último día coincide con **-{ $topic }**. ¿Querías decir **-{ $meant }**?
       *[other] ⚠️ Ningún artículo de los últimos { $days } días coincide con **-{ $topic }**. ¿Querías decir **-{ $meant }**?
    }
forecast-takes-in = { $topic } también incluye { $concepts }.
forecast-takes-in-more = { $topic } también incluye { $concepts } y { $count } más.
forecast-correct = Usar «{ $topic }»

## Status

status-heading = Estado
status-hub = Hugging Face respondió { $time }
status-hub-late = ⚠️ Hugging Face respondió por última vez { $time }
status-hub-never = ⚠️ Hugging Face todavía no ha respondido
status-list =
    { $count ->
        [one] Última lista: { $date }, { $count } artículo
       *[other] Última lista: { $date }, { $count } artículos
    }
status-unwritable = ⚠️ No se puede escribir en mi base de datos, así que no se publica nada. Quien me administra puede ver el motivo en el registro.
status-standby = En espera: otra instancia está publicando. Si se detiene, esta toma el relevo en menos de un minuto.
status-channels = Próximos mensajes
status-no-channels = Ninguno todavía. Empieza con `/{ command-setup }`.
status-channel-next = { $channel } · próximo { $time }
status-channel-due = ⏳ { $channel } · previsto { $time }, aún sin publicar
status-channel-no-next = { $channel } · ninguno previsto
list-channel-closed = ⚠️ bloqueado { $time }: { $reason }
status-channel-closed = ⚠️ { $channel } · bloqueado { $time }: { $reason }
status-posts = Últimos mensajes
status-no-posts = Ninguno todavía.
slot-sent = ✅ { $post }: { $papers }
slot-nothing-new = ➖ { $post }: nada nuevo
slot-claimed = ⏳ { $post }: publicándose
slot-failed = ⚠️ { $post }: { $reason }
slot-skipped = ➖ { $post }: { $reason }
slot-late = { $slot }, con retraso
slot-reason = { $slot } ({ $reason })
slot-missing =
    { $missing ->
        [one] { $slot } (falta { $missing } de { $count } mensajes: { $reason })
       *[other] { $slot } (faltan { $missing } de { $count } mensajes: { $reason })
    }

## Why a post failed: no capital at the start, no full stop at the end

failure-unknown-channel = se eliminó el canal
failure-missing-permission = necesito «{ permission-view }», «{ permission-send }» (en un hilo: «{ permission-send-in-threads }») y «{ permission-embed }»
failure-access-lost = no podía ver el canal o publicar en él
failure-direct-messages-closed = esta persona no acepta mis mensajes directos
failure-thread-locked = el hilo está bloqueado; desbloquéalo o elige otro canal
failure-refused = Discord rechazó el mensaje
failure-discord-unavailable = Discord no respondió a tiempo
failure-hub-unavailable = Hugging Face no respondió y no hay ninguna lista reciente guardada
failure-unconfirmed = no pude confirmar que el mensaje llegó, así que no lo envié de nuevo
failure-own-fault = algo falló por mi parte; quien me administra puede ver los detalles en el registro
failure-missed = estuve sin conexión más de 12 horas después de la hora prevista
failure-overtaken = estaba sin conexión, y después salió otro mensaje
failure-already-sent = el mensaje ya estaba en el canal
failure-not-in-server = en ese momento no estaba en el servidor
failure-thread-not-opened = no pude crear un hilo bajo el mensaje, así que los artículos están en el canal
failure-not-published = no pude difundir el mensaje a los seguidores del canal
failure-paused = la suscripción se pausó antes del mensaje
failure-no-reason = falló
notice-channel-deleted = Se eliminó el canal de { $ids }, así que no se puede publicar nada. Elige otro canal con `/{ command-subscription } { command-subscription-edit }` o elimina con `/{ command-subscription } { command-subscription-remove }` lo que ya no necesites.
notice-channel-closed = No puedo publicar en { $channel } para { $ids }: { $reason }. En cuanto pueda volver a publicar allí, seguiré automáticamente. `/{ command-status }` en el servidor muestra los detalles.
channel-deleted-move = No se publicará nada: se eliminó el canal. Elige otro abajo; todas sus suscripciones se moverán allí.

## The panel (/setup)

panel-new = Nueva suscripción
panel-edit = Suscripción #{ $id }
panel-unsaved = Nada cambia hasta que pulses { button-save }.
panel-channel-unset = **Canal:** sin elegir todavía
panel-channel = **Canal:** { $channel }
panel-topics-unset = **Temas:** ninguno todavía
panel-topics = **Temas:** { $topics }
panel-time-unset = **Hora:** { $schedule } · indica tu zona horaria, en UTC son las { $time }
panel-time = **Hora:** { $schedule } · tu hora actual es { $time }
panel-options = **Opciones:** { $options }
panel-any-votes = cualquier número de votos
panel-strictness = precisión: { $strictness }
panel-source = lista: { $value }
panel-order = orden: { $value }
panel-format = formato: { $value }
panel-loose = Basta una mención, incluso con otras palabras
panel-normal = El artículo debe estar relacionado con el tema
panel-strict = El artículo debe tratar del tema
panel-choose-channel = Elige un canal
panel-choose-hour = Elige una hora
panel-choose = Elegir
panel-choose-role = Elige un rol al que mencionar
panel-with-code = Solo con código
panel-with-model = Solo con modelo
panel-with-dataset = Solo con datos
panel-silent = Silencioso
panel-publish = Difundir
panel-page-basics = Básico
panel-page-papers = Artículos
panel-page-posts = Publicación
panel-forecast-later = Escribe temas para ver cuántos artículos puedes esperar.
panel-missing = Todavía no puedo publicar en { $channel }. Permisos que faltan: { $permissions }. Concédelos en los ajustes del canal, en «Permisos», y vuelve a elegir el canal.
panel-incomplete = Elige primero un canal y escribe temas.
panel-of-another = Solo puede usar este panel quien lo abrió. Abre el tuyo con `/{ command-setup }`.
panel-gone = Este panel está cerrado: se guardó o se canceló, o tiene más de un día. Abre otro con `/{ command-setup }`.
panel-canceled = Cancelado. No cambió nada.
panel-changed = La suscripción #{ $id } se cambió mientras este panel estaba abierto:
panel-changed-question = Si guardas de todos modos, tu panel sustituye estos cambios.
panel-removed = La suscripción #{ $id } se eliminó mientras este panel estaba abierto. Puedes guardar la tuya como nueva suscripción.
welcome-about = **paperboy** publica cada día los artículos de machine learning que son tendencia en Hugging Face: en tu canal, a tu hora, sobre tus temas y nunca dos veces el mismo.
welcome-members = Cualquiera puede buscar artículos con `/{ command-search }` y leer los más recientes con `/{ command-today }`.
welcome-admins = Los administradores del servidor eligen aquí un canal, temas y una hora. Solo lleva un minuto.
button-set-up = Configurar
form-topics = Temas
form-topics-label = Temas, separados por comas
form-time = Hora y zona horaria
form-time-label = Hora, p. ej. 9:30 o lun-vie 09:00
form-zone-label = Ciudad, país o zona horaria
button-edit = Editar
button-topics = Temas…
button-time = Hora y zona…
button-fix = Corregir
button-save = Guardar
button-save-anyway = Guardar de todos modos
button-save-new = Guardar como nueva
button-preview = Vista previa
button-test = Enviar prueba
button-back = Volver
test-heading = Mensaje de prueba
test-papers-on = Aquí se publicarán artículos sobre { $topics }.
test-papers = Aquí se publicarán artículos.
test-small = Enviado por un administrador del servidor para comprobar que los mensajes llegan. Puedes borrar este mensaje.
test-sent = Mensaje de prueba enviado a { $channel }.
test-failed = No pude enviar un mensaje de prueba a { $channel }. Vuelve a elegir el canal para ver qué falta.
test-too-soon =
    { $seconds ->
        [one] Se acaba de enviar un mensaje de prueba en este servidor. Inténtalo de nuevo en { $seconds } segundo.
       *[other] Se acaba de enviar un mensaje de prueba en este servidor. Inténtalo de nuevo en { $seconds } segundos.
    }

## Help

help-intro = Cada día, los artículos de machine learning que son tendencia en Hugging Face: en tu canal, a tu hora, sobre tus temas y nunca dos veces el mismo.
help-start = **Para empezar**, un administrador del servidor usa `/{ command-setup }` y elige un canal, temas, una hora y una zona horaria. `/{ command-preview }` muestra el próximo mensaje.
help-papers = Artículos
help-posts = Mensajes diarios (para administradores del servidor)
help-bot = Acerca de

## The server: settings, changes, managers

command-server = servidor
    .about = Los ajustes de este servidor, y quién cambió qué
command-server-set = ajustar
    .about = Ver o cambiar los ajustes de este servidor
    .zone = Zona horaria de las nuevas suscripciones: ciudad, país o nombre como America/New_York
    .time = Hora de las nuevas suscripciones: 9:30, lun-vie 09:00, cada lunes a las 9…
    .language = Idioma de los mensajes, salvo que una suscripción tenga el suyo (por defecto: el del servidor)
    .log_channel = Dónde avisar de los canales en los que no puedo publicar
    .manager_role = Un rol cuyos miembros pueden gestionar suscripciones y ajustes
    .commands_per_minute = Cuántos comandos puede usar cada miembro por minuto
    .reset = Un ajuste que restablecer a su valor por defecto
command-server-audit = cambios
    .about = Ver quién cambió suscripciones y ajustes en los últimos 90 días
option-log_channel = canal_avisos
option-manager_role = rol_gestor
option-commands_per_minute = comandos_por_minuto
option-reset = restablecer
choice-zone = zona horaria
choice-time = hora
choice-language = idioma
choice-log_channel = canal de avisos
choice-manager_role = rol gestor
choice-commands_per_minute = comandos por minuto
role-unknown = No encuentro ese rol. Elige un rol de este servidor.
reset-unknown = No puedo restablecer `{ $value }`. Elige una de las sugerencias.
server-heading = Ajustes del servidor
server-saved = Ajustes del servidor guardados
server-unchanged = No cambió nada: el servidor ya tenía estos ajustes
server-log = Los problemas se avisan en { $channel }
server-log-unset = Los problemas se avisan por mensaje directo a quien creó la suscripción
server-manager = Gestores: los miembros con «Gestionar servidor» o { $role }
server-manager-unset = Gestores: los miembros con «Gestionar servidor»
server-manager-how = Discord aún oculta los comandos de administración a { $role }: añade el rol en Ajustes del servidor → Integraciones → paperboy. Los bots no pueden hacerlo.
server-rate =
    { $count ->
        [one] Cada miembro puede usar { $count } comando por minuto aquí; los gestores pueden usar más
       *[other] Cada miembro puede usar { $count } comandos por minuto aquí; los gestores pueden usar más
    }
server-rate-unset = Los miembros pueden usar comandos con la frecuencia que permita el bot
setting-paused = en pausa
setting-set = { $option }: { $value }
setting-unset = { $option }: { $value } → por defecto
setting-off = { $option }: { $value } → no
setting-none = { $option }: { $value } → ninguno
setting-until = hasta el { $day }
setting-until-resumed = hasta que se reanude
audit-heading = Cambios
audit-kept =
    { $days ->
        [one] Se guardan { $days } día
       *[other] Se guardan { $days } días
    }
audit-none =
    { $days ->
        [one] No se cambió nada en el último día.
       *[other] No se cambió nada en los últimos { $days } días.
    }
audit-added = Suscripción #{ $id } añadida
audit-erased = alguien cuyos datos se eliminaron
audit-new = Nueva suscripción
only-managers = Solo los miembros con «Gestionar servidor» pueden usar este botón.
only-managers-or = Solo los miembros con «Gestionar servidor» o { $role } pueden usar este botón.

## /config

command-config = configuración
    .about = Exportar o importar la configuración de este servidor como archivo
command-config-export = exportar
    .about = Obtener las suscripciones y los ajustes de este servidor en un archivo
command-config-import = importar
    .about = Comparar un archivo con la configuración de este servidor y luego aplicarlo
    .file = Un archivo exportado; antes puedes editarlo
option-file = archivo
config-exported = Edita el archivo y súbelo con `/{ command-config } { command-config-import }`. Verás qué cambiaría antes de que se aplique. Para usarlo en otro servidor, cambia antes los canales.
config-too-large = El archivo es demasiado grande. Leo archivos de hasta { $most } kB.
config-not-fetched = No pude obtener el archivo de Discord. Inténtalo de nuevo.
config-gone = Esta importación ya se aplicó o se canceló, o tiene más de un día. Vuelve a importar el archivo.
config-changed = La configuración de este servidor cambió después de tu importación, así que no se aplicó nada. Vuelve a importar el archivo para ver qué cambiaría ahora.
config-problems =
    { $count ->
        [one] No puedo usar este archivo: { $count } problema. No cambió nada.
       *[other] No puedo usar este archivo: { $count } problemas. No cambió nada.
    }
config-problems-more = … y { $count } más. Corrige primero estos y vuelve a importar el archivo.
config-same = Este archivo coincide con la configuración de este servidor. No hay nada que cambiar.
config-compare = Lo que cambiaría este archivo
config-applied = Configuración importada
config-canceled = Cancelado. No cambió nada.
config-undone = Importación deshecha
config-undo-gone = Esta importación ya no se puede deshacer: ya se deshizo, o tiene más de un día.
config-undo-changed = La configuración de este servidor cambió después de la importación, así que no se deshizo nada.
config-counts = { $added } añadidas · { $changed } cambiadas · { $removed } eliminadas · { $unchanged } sin cambios
config-empty = Este archivo está vacío. `/{ command-config } { command-config-export }` crea uno que puedo importar.
config-not-json = Esto no es JSON válido: revisa la línea { $line }, columna { $column }.
config-not-ours = Esto no es una configuración de paperboy: no empieza con `"paperboy": 1`.
config-newer = Este archivo usa la versión { $version } del formato, que todavía no es compatible.
config-too-many = Este archivo tiene { $count } suscripciones. Un servidor puede tener { $most } como máximo.
config-not-object = debe ser un objeto: `{ "{" } … { "}" }`.
config-not-list = debe ser una lista: `[ … ]`.
config-unknown-key = No conozco ningún ajuste llamado `{ $key }`.
config-bad-id = `id` debe ser el número de una suscripción, u omitirse.
config-id-twice = #{ $id } está dos veces en el archivo.
config-not-text = `{ $key }` debe ser un texto entre comillas.
config-not-flag = `{ $key }` debe ser true o false.
config-bad-pause = `paused` debe ser true, false o la fecha y hora en que termina la pausa, como `2026-12-27T00:00:00Z`.
button-apply = Aplicar
button-cancel = Cancelar

## Notices

button-check-again = Comprobar de nuevo
menu-move-to = Mover a…
notice-open = He vuelto a comprobar { $channel }: ya puedo publicar allí.
notice-still-closed = He vuelto a comprobar { $channel }. { $why }
notice-moved =
    { $count ->
        [one] { $count } suscripción movida a { $channel }.
       *[other] { $count } suscripciones movidas a { $channel }.
    }
notice-nothing-there = Ninguna suscripción publica ya en ese canal.

## Search: filters and privacy

option-private = privado
search-none-passes =
    { $count ->
        [one] { $count } artículo coincide con «{ $query }», pero no con tus filtros.
       *[other] { $count } artículos coinciden con «{ $query }», pero ninguno con tus filtros.
    }
search-without-filters = Buscar sin filtros

## /about

command-about = acerca-de
    .about = Qué es paperboy, su versión y cómo añadirlo a tu servidor
about-permissions = Para publicar necesito los permisos { permission-view }, { permission-send }, { permission-embed } y { permission-read-history }, y para los hilos, { permission-create-threads } y { permission-send-in-threads }. El enlace de invitación no pide nada más.
about-privacy = No leo mensajes. Guardo lo que los administradores configuran aquí, quién lo cambió y qué artículos se publicaron dónde. Las búsquedas demasiado largas para un botón se guardan un mes, para que sus páginas funcionen.
about-invite = Añadir a un servidor
about-policy = Política de privacidad
about-terms = Términos del servicio
about-source = Código fuente
