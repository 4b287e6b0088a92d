# ボットの文言（日本語）。用語は Discord に合わせる：サーバー、チャンネル、ロール、権限、スレッド。

## Commands

command-search = 検索
    .about = キーワード、タイトル、著者、arXiv ID、リンクで論文を探します
    .query = 探したい内容（英語）
    .from = この日以降に公開（2026-01-31）
    .to = この日以前に公開（2026-01-31）
    .min_upvotes = 最低票数
    .has_code = コードのリポジトリがある論文のみ
    .has_model = Hugging Face にモデルがある論文のみ
    .has_dataset = Hugging Face にデータセットがある論文のみ
    .sort = 結果の並び順（既定：関連度順）
    .private = 結果を自分だけに表示します
command-today = 今日
    .about = 最新のデイリー論文を票数の多い順に表示します
command-paper = 論文
    .about = 論文を表示します：著者、要約、コード、リンク
    .id = arXiv ID、リンク、またはタイトル（入力すると候補が出ます）
command-similar = 類似
    .about = ある論文に似た論文を探します
    .id = arXiv ID、リンク、またはタイトル（入力すると候補が出ます）
command-help = ヘルプ
    .about = paperboy でできることと始め方
command-subscription = 購読
    .about = このサーバーのチャンネルに毎日論文を届けます
command-subscription-add = 追加
    .about = チャンネルに毎日論文を投稿します
    .channel = 論文を投稿するチャンネル
    .topics = トピック（英語、カンマ区切り）。「-単語」で除外、「all」で全論文
    .time = 投稿時刻：9時、月-金 09:00、毎週月曜 9時など（既定：09:00）
    .zone = 都市、国、またはタイムゾーン（例：東京、America/New_York）
    .min_upvotes = 最低票数
    .max_papers = 1回の投稿の最大論文数（既定：10）
    .strictness = どの程度の一致を求めるか（既定：標準）。「ゆるい」は意味の近さも考慮します
    .source = 論文を選ぶリスト（既定：デイリー論文）
    .order = 先に載せる論文（既定：リストの順）
    .has_code = コードのリポジトリがある論文のみ
    .has_model = Hugging Face にモデルがある論文のみ
    .has_dataset = Hugging Face にデータセットがある論文のみ
    .format = 投稿の形式（既定：ダイジェスト）
    .role = 投稿ごとにメンションするロール
    .silent = 通知を送らずに投稿します
    .publish = アナウンスチャンネルのフォロワーに公開します
    .language = 投稿の言語（既定：このサーバーの言語）
command-subscription-list = 一覧
    .about = 購読と次回の投稿を表示します
command-subscription-edit = 変更
    .about = 入力したオプションを変更します。何も入力しないと、すべてを変更できるパネルが開きます
    .id = 購読の番号（入力すると候補が出ます）
    .channel = 新しいチャンネル
    .topics = 新しいトピック（英語、カンマ区切り）。「-単語」で除外、「all」で全論文
    .time = 新しい投稿時刻：10時、月-金 09:00、毎週月曜 9時など
    .zone = 新しいタイムゾーン：都市、国、または America/New_York などの名前
    .min_upvotes = 新しい最低票数
    .max_papers = 1回の投稿の新しい最大論文数
    .strictness = どの程度の一致を求めるか
    .source = 論文を選ぶリスト
    .order = 先に載せる論文
    .has_code = コードのリポジトリがある論文のみ
    .has_model = Hugging Face にモデルがある論文のみ
    .has_dataset = Hugging Face にデータセットがある論文のみ
    .format = 投稿の形式
    .role = 投稿ごとにメンションするロール
    .no_role = ロールへのメンションをやめます
    .silent = 通知を送らずに投稿します
    .publish = アナウンスチャンネルのフォロワーに公開します
    .language = 投稿の言語
command-subscription-pause = 一時停止
    .about = 指定した日まで、または再開するまで投稿を止めます
    .id = 購読の番号（入力すると候補が出ます）
    .until = 投稿を再開する日：2026-12-27、金曜日、2週間後（既定：再開するまで）
command-subscription-resume = 再開
    .about = 購読の一時停止を解除します
    .id = 購読の番号（入力すると候補が出ます）
command-subscription-copy = コピー
    .about = 購読を別のチャンネルにコピーします
    .id = 購読の番号（入力すると候補が出ます）
    .channel = コピー先のチャンネル
command-subscription-remove = 削除
    .about = 購読を削除します
    .id = 購読の番号（入力すると候補が出ます）
command-setup = 設定
    .about = 購読を順に設定します：チャンネル、トピック、時刻、プレビュー
command-preview = プレビュー
    .about = 次回の投稿と、各論文が選ばれる・選ばれない理由を表示します
    .subscription = 購読の番号（既定：最新のもの）
    .date = 過去の日のプレビュー：2026-01-31、昨日、金曜日など（既定：次回の投稿）
command-why = 理由
    .about = 論文がここに投稿された理由、またはされなかった理由を表示します
    .paper = arXiv ID、リンク、またはタイトル（入力すると候補が出ます）
    .subscription = この購読のみ（既定：このサーバーのすべて）
command-status = ステータス
    .about = 次回以降と最近の投稿、投稿を妨げている問題を表示します

option-query = キーワード
option-from = 開始日
option-to = 終了日
option-min_upvotes = 最低票数
option-has_code = コードあり
option-has_model = モデルあり
option-has_dataset = データセットあり
option-sort = 並び順
option-id = id
option-channel = チャンネル
option-topics = トピック
option-time = 時刻
option-zone = タイムゾーン
option-max_papers = 最大論文数
option-strictness = 厳密さ
option-source = リスト
option-order = 順序
option-format = 形式
option-role = ロール
option-no_role = ロールなし
option-silent = 通知なし
option-publish = 公開
option-subscription = 購読
option-date = 日付
option-language = 言語
option-paper = 論文
option-until = 再開日

choice-relevance = 関連度順
choice-votes = 票数順
choice-newest = 新しい順
choice-loose = ゆるい
choice-normal = 標準
choice-strict = 厳密
choice-server = サーバーの言語
choice-en = English
choice-de = Deutsch
choice-fr = Français
choice-es = Español
choice-ja = 日本語
choice-zh-CN = 简体中文
choice-daily = デイリー論文
choice-trending = トレンド
choice-rising = 24時間で急上昇
choice-list = リストの順
choice-match = 関連度の高い順
choice-digest = ダイジェスト
choice-compact = コンパクトな一覧
choice-papers = 論文ごとに1通
choice-thread = 投稿の下のスレッド
yes = はい

## Days and numbers

weekday =
    { $day ->
        [1] 月
        [2] 火
        [3] 水
        [4] 木
        [5] 金
        [6] 土
       *[7] 日
    }
month = { $month }
date = { $year }年{ $month }月{ $day }日
date-month = { $year }年{ $month }月
date-long = { $year }年{ $month }月{ $day }日（{ $weekday }）
papers = 論文{ $count }件
more = …ほか{ $count }件

## Schedules

schedule = { $schedule }（{ $zone }）
schedule-at = { $days } { $times }
schedule-hourly = 毎時{ $minute }分
schedule-hourly-on = { $days } 毎時{ $minute }分
days-all = 毎日
days-workdays = 月曜日から金曜日
days-weekdays = 毎週{ $weekdays }
days-of-month = 毎月{ $dates }
each-weekday =
    { $day ->
        [1] 月曜日
        [2] 火曜日
        [3] 水曜日
        [4] 木曜日
        [5] 金曜日
        [6] 土曜日
       *[7] 日曜日
    }
day-of-month = { $day }日

## A time that can't be read

time-unreadable = `{ $typed }` を時刻として読み取れません。{ $problem }{ time-examples }
time-unreadable-part = { $problem }{ time-examples }
time-examples = `09:00`、`平日 9時半`、`毎週月曜 9時` のように入力するか、`0 9 * * 1-5` のような cron 式を使ってください。
time-too-often = `{ $typed }` では1日に24回を超えて投稿されます。1時間に1回（`0 * * * *`）など、回数を減らしてください。
time-never = `{ $typed }` に当てはまる日はありません。日と月を確認してください。
time-empty = 何も入力されていません。
time-too-long = 長すぎます。
time-not-a-time = `{ $part }` は 00:00～23:59 の時刻ではありません。
time-not-a-time-of-day = `{ $part }` は時刻ではありません。
time-no-time-of-day = 時刻が入っていません。
time-unknown-words = `{ $part }` は曜日、時刻、タイムゾーンのいずれでもありません。
time-is-zone = `{ $part }` はタイムゾーンです。
time-and-hours = 時刻と時間間隔が両方指定されています。
time-uncountable = 投稿は数時間ごと、曜日ごと、または毎月の日付で繰り返せますが、`{ $part }` では繰り返せません。
time-one-time = `{ $part }` は一度きりですが、投稿は繰り返されます。
time-count = `{ $part }` ではいつなのかわかりません。その回数分の曜日か時刻を書いてください。
time-two-zones = `{ $one }` と `{ $other }` は別々のタイムゾーンです。どちらか一つを書いてください。
time-field-count = cron 式のフィールドはちょうど5つです。
time-seconds = ここでの cron 式のフィールドはちょうど5つです。秒を取り除いてください。
time-character = 「{ $field }」フィールドに cron で使えない文字があります：`{ $part }`。
time-backwards = 「{ $field }」フィールドの範囲 `{ $part }` は順序が逆です。
time-not-a-weekday = `{ $part }` は曜日ではありません（0～7 または mon～sun）。
time-no-step = `{ $part }` のスラッシュの後に数字がありません。
time-zero-step = `{ $part }` の間隔が0です。
time-out-of-range = 「{ $field }」フィールドに使える数字は { $least }～{ $most } です。
time-combination = フィールドの組み合わせが正しくありません。
field-minute = 分
field-hour = 時
field-day = 日
field-month = 月
field-weekday = 曜日

## A time zone that can't be read

zone-choose = { $problem }次から選んでください（かっこ内は現地時刻）：{ $choices }
zone-several-places = `{ $typed }` には複数のタイムゾーンがあります。
zone-abbreviation = `{ $typed }` は複数のタイムゾーンで使われています。
zone-offset = `{ $typed }` は時差だけなので、夏時間がいつ切り替わるかわかりません。
zone-ahead = `{ $typed }` は符号に反して UTC より進んでいます（UTC{ $offset }）。
zone-behind = `{ $typed }` は符号に反して UTC より遅れています（UTC{ $offset }）。
zone-unknown = `{ $typed }` というタイムゾーンや場所は見つかりません。近くの大きな都市を入力するか、次から選んでください（かっこ内は現地時刻）：{ $choices }
zone-unknown-name = `{ $typed }` というタイムゾーンは見つかりません。`Asia/Tokyo`、`America/New_York`、`UTC` のような名前を使ってください。
zone-twice = 時刻には { $other }、タイムゾーンには { $zone } が指定されています。どちらか一方だけにしてください。
options-conflict = `{ $one }` と `{ $other }` は同時に指定できません。どちらか一方だけにしてください。

## Topics and searches that can't be read

words-none = `{ $typed }` には論文と照合できる単語がありません。`diffusion` のような単語を入力してください。
words-empty-quotes = 引用符の中が空です。`"chain of thought"` のように単語を入れるか、引用符を取り除いてください。
words-nameless = `{ $field }:` の後には名前が必要です。例：`{ $field }:{ $example }`
words-category = `{ $typed }` は arXiv のカテゴリですが、Hugging Face の論文にはカテゴリがありません。`{ $instead }` のように分野を英語で入力してください。
words-only-exclusions = 除外だけが指定されています。`{ $example } { $excluded }` のように、探したい内容も入力してください。
topics-too-long = トピック `{ $topic }…` が{ $most }文字を超えています。トピックはカンマで区切ってください。
topics-too-many = トピックが{ $count }個あります。1つの購読に指定できるのは{ $most }個までです。残りは別の購読を追加してください。
topics-contradiction = `{ $topic }` が対象と除外の両方に指定されています。どちらか一方にしてください。
topics-none = `{ $typed }` にはトピックがありません。`diffusion, LLM agents` のようにカンマ区切りで入力するか、すべての論文なら `all` と入力してください。
topics-only-exclusions = 除外だけが指定されています。トピックを追加するか、それ以外のすべての論文なら `all, { $excluded }` と入力してください。
topics-all-and-more = `all` はすでにすべての論文を含むため、`{ $topic }` は不要です。すべての論文なら `all`、そうでなければ `{ $topic }` だけを入力してください。
topics-all = すべての論文

## Other things that can't be read

query-empty = 検索する語句を入力してください。
topics-empty = トピックを1つ以上入力するか、すべての論文なら `all` と入力してください。
paper-empty = arXiv ID、リンク、またはタイトルを入力してください。
option-empty = `{ $option }` を入力してください。
number-not-whole = `{ $option }` が `{ $value }` になっています。0以上の整数を入力してください。
number-too-large = `{ $option }` の { $value } は大きすぎます。
max-papers-out-of-range = 1回の投稿の論文数は1～{ $most }件で指定してください。
rate-out-of-range = 1分間のコマンド数は1から{ $most }の間で指定してください。
date-unreadable = `{ $value }` を日付として読み取れません。`2026-01-31`、`1月31日`、`昨日`、`金曜日`、`3日前` のように入力してください。
date-ambiguous = `{ $value }` は `{ $first }` とも `{ $second }` とも読めます。どちらかを入力してください。
date-future = `{ $value }`（{ $date }）は未来の日付なので、論文はまだありません。`{ $past }` のことですか？
dates-swapped = 開始日（{ $from }）が終了日（{ $to }）より後です。入れ替えてください。
sort-unknown = `{ $value }` では並べ替えられません。「{ choice-relevance }」「{ choice-votes }」「{ choice-newest }」から選んでください。
strictness-unknown = `{ $value }` という厳密さはありません。「ゆるい」「標準」「厳密」から選んでください。
channel-unreadable = `{ $option }` のチャンネルを選んでください。
server-only = このコマンドはサーバーでのみ使えます。
command-unknown = `/{ $command }` というコマンドはありません。`/{ command-help }` をご覧ください。
button-unknown = このボタンはもう使えません。もう一度コマンドを使ってください。

## When something goes wrong

apology = 問題が発生しました。1分ほど待ってから、もう一度お試しください。
unreadable = リクエストを読み取れませんでした。もう一度コマンドを使ってください。
too-fast = 操作が多すぎます。{ $seconds }秒後にもう一度お試しください。
server-too-fast = このサーバーからのコマンドが多すぎます。{ $seconds }秒後にもう一度お試しください。
member-too-fast = このサーバーでは、コマンドは1分間に{ $count }回まで使えます。{ $when }にもう一度お試しください。
busy = ただいま混み合っています。1分ほど待ってから、もう一度お試しください。
not-saved = 保存できなかったため、何も変更されていません。1分ほど待ってから、もう一度お試しください。

## A paper

byline-others = { $names } ほか{ $count }名
votes = ▲ { $count }票
code-link = コード
first-page = 1ページ目
first-page-of = { $title } の1ページ目
menu-papers = 論文を見る（自分だけに表示）
card-summary = ひとことで
card-abstract = 要旨
card-published = { $date }公開
card-linked = Hugging Face 上
card-models = モデル{ $count }件：{ $names }
card-datasets = データセット{ $count }件：{ $names }
card-spaces = Space { $count }件：{ $names }
button-code = コード
button-project = プロジェクト
button-similar = 似た論文
paper-not-found = Hugging Face で `{ $id }` が見つかりません。arXiv にはあるかもしれません：{ $url }
paper-hub-silent = Hugging Face が応答せず、`{ $id }` は保存されていません。数分後にもう一度お試しください。
paper-not-named = `{ $typed }` という論文は見つかりません。arXiv ID かリンクを入力するか、候補から選んでください。
similar-heading = { $paper } に似た論文
similar-none = { $paper } に似た論文は見つかりません。

## Lists of papers

page-previous = ◀ 前へ
page-next = 次へ ▶
day-heading = { $date }の論文
day-count = { $count }件（票数の多い順）
day-none = { $date }のリストに論文はありません。
day-read = { $time }更新

## Search results

search-heading = 「{ $query }」
search-nothing = 「{ $query }」に近いものは見つかりません。
search-hints = 語句を減らすか変えてみる、著者のフルネームや arXiv ID を使う、`/{ command-today }` で最新の論文を見る、などをお試しください。
search-in-english = 論文は英語です。英語の語句でお試しください。
search-papers-in-english = 論文は英語です。
search-not-found = Hugging Face で { $ids } が見つかりません。
search-repaired = 「{ $query }」の検索結果です。
search-unknown-words = **{ $words }** を含む論文はありません。以下は、ほかの語に一致する論文です。
search-surveys = サーベイ論文を優先
search-newest = 新しい順
search-most-votes = 票数順
search-days =
    { $days ->
        [1] 今日のみ
       *[other] 過去{ $days }日間
    }
search-on = { $date }に公開
search-between = { $from }〜{ $to }に公開
search-since = { $from }以降に公開
search-until = { $to }までに公開
search-excluded = 除外の指定により{ $count }件が除かれました。
search-hub-silent = Hugging Face が応答しないため、保存済みの論文だけを検索しました。
search-no-author = 「{ $name }」が著者の論文はありません。
search-no-organization = 「{ $name }」の論文はありません。
search-no-title = 「{ $words }」を含むタイトルはありません。
search-no-phrase = 「{ $words }」という語句を含む論文はありません。
search-no-name = 著者または組織が「{ $name }」の論文はありません。
search-as-typed = 代わりに「{ $query }」で検索
search-expired = この検索の有効期限が切れました。もう一度検索してください。
match-id = この ID に一致
match-title = このタイトルに一致
match-author = この著者の論文
match-organization = この組織の論文

## Why a paper matches a topic

reason-title = タイトルに「{ $words }」
reason-keywords = キーワードに「{ $words }」
reason-summary = 要約に「{ $words }」
reason-abstract =
    { $times ->
        [1] 要旨に「{ $words }」
       *[other] 要旨に「{ $words }」が{ $times }回
    }
reason-part-of = { $words }（{ $topic } の一部）
reason-related-to = { $words }（{ $topic } に関連）
reason-typical-of = { $words }（{ $topic } によく出る語）
reason-quote = 「{ $words }」
reason-meaning = 意味が近い
reason-author = 著者 { $name }
reason-organization = 組織 { $name }
reason-all = { $reasons }

## The daily post

post-all-topics = デイリー論文
post-trending = トレンドの論文
post-rising = 急上昇の論文
post-late = 遅延：予定は{ $time }
post-continued = …続き（{ $number }）
post-all-papers = この日の全論文

## Previews

preview-heading = 各論文が選ばれた理由・選ばれなかった理由
preview-count = 購読 #{ $id } · { $total }件中{ $chosen }件が投稿されます
preview-count-draft = { $total }件中{ $chosen }件が投稿されます
preview-count-day = 購読 #{ $id }、{ $date } · { $total }件中{ $chosen }件が投稿されます
preview-daily-only = ほかのリストには履歴がないため、デイリーリストを使っています。
preview-nothing = 投稿される論文はありません：{ $reasons }。
preview-none-match = { $count }件はどのトピックにも不一致
preview-none-excluded = { $count }件は除外
preview-none-votes = { $count }件は票数不足
preview-none-code = { $count }件はコードのリポジトリなし
preview-none-model = { $count }件は Hugging Face にモデルなし
preview-none-dataset = { $count }件は Hugging Face にデータセットなし
preview-none-before = { $count }件は投稿済みまたは以前に見送り
preview-no-list = この日のリストはまだありません
preview-no-list-that-day = この日のリストはありません
preview-no-trending = Hugging Face のトレンドリストはまだ読み込まれていません
preview-no-rising = 過去24時間に票が増えた論文はありません
verdict-topic = { $topic }：{ $reason }
verdict-everything = すべての論文が対象
verdict-no-topic = 一致するトピックなし
verdict-excluded = { $topic } により除外：{ $reason }
verdict-few-votes = { $votes }票（最低票数の{ $least }票未満）
verdict-posted = ここに投稿済み
verdict-unconfirmed = ここに投稿済みの可能性あり（確認できませんでした）
verdict-passed-over = 以前の投稿が満杯だったため見送り
verdict-taken = 購読 #{ $id } が先にここへ投稿
verdict-full = 見送り：投稿が満杯
verdict-no-code = コードのリポジトリなし
verdict-no-model = Hugging Face にモデルなし
verdict-no-dataset = Hugging Face にデータセットなし
why-listed = { $date }のデイリーリストに掲載されています。
why-never-listed = Hugging Face のデイリーリストに掲載されたことはありません。
why-posted = { $time } に投稿済み
why-posted-at = { $time } に投稿済み · { $url }
why-posted-by = 同じチャンネルの #{ $id }：{ $posted }
why-next = 次回の投稿（{ $time }）に掲載予定 · { $why }
why-not-next = { $problem } · { $why }
why-too-old = 古いため次回の投稿の対象外
why-no-list = リストへの掲載なし
why-not-trending = 現在トレンドリストに掲載なし
why-not-rising = 過去24時間に票の増加なし
server-zone = タイムゾーン：{ $zone } · 現在の時刻は { $time }
server-zone-unset = タイムゾーン：ここで最後に使われたもの。なければ UTC
server-time = 時刻：{ $time }
server-time-unset = 時刻：毎日 09:00
server-language = 投稿の言語：{ $language }（個別に設定した購読を除く）
server-language-unset = 投稿の言語：{ $language }（Discord でのこのサーバーの言語）
language-unknown = `{ $value }` という言語には対応していません。候補から選んでください。

## Subscriptions

subscription-added = { $channel } で { $topics } を購読しました
subscription-corrected = 修正しました：{ $channel } で { $topics } を購読しています
direct-messages = あなたのダイレクトメッセージ
subscription-number = 購読 #{ $id }
subscription-votes = { $count }票以上
subscription-papers = 最大{ $count }件
subscription-most-votes = 票数の多い順
subscription-best-match = 関連度の高い順
subscription-with-code = コードあり
subscription-with-model = モデルあり
subscription-with-dataset = データセットあり
subscription-mentions = { $role } にメンション
subscription-silent = 通知なし
subscription-published = フォロワーに公開
subscription-language = 言語：{ $language }
choice-unknown = `{ $value }` は `{ $option }` の選択肢にありません。
role-everyone = @everyone にはメンションしません。別のロールを選んでください。
role-everyone-manages = @everyone は管理ロールにできません。別のロールを選んでください。
role-unmentionable = { $channel } では { $role } にメンションできません。ロールの設定で全員にメンションを許可するか、すべてのロールにメンションする権限をボットに付与してください。
posting-silent-mention = 通知なしの投稿では通知が送られないため、ロールにメンションしても効果がありません。どちらか一方を選んでください。
posting-published-thread = アナウンスチャンネルのフォロワーにはメッセージだけが届き、スレッドは届きません。別の形式を選ぶか、公開をやめてください。
posting-no-threads = { $channel } ではスレッドを作成できません。テキストチャンネルかアナウンスチャンネル、または別の形式を選んでください。
posting-not-announcement = { $channel } はアナウンスチャンネルではないため、投稿を公開できません。
subscription-time = 現在の時刻は { $time }（{ $zone }）です。次回の投稿は `/{ command-preview }` で確認できます。
subscription-next = 次回以降の投稿（現地時刻）：{ $posts }
subscription-next-at = 次回 { $time }
subscription-no-next = 今後の投稿予定はありません。
subscription-last = 前回 { $slot }
subscription-removed = 購読 #{ $id } を削除しました
subscription-edited = 購読 #{ $id } を変更しました
edit-unchanged = 変更はありません。購読 #{ $id } はすでにこの設定です
edit-change = { $option }：{ $old } → { $new }
subscription-paused = 購読 #{ $id } を一時停止しました
subscription-is-paused = 再開するまで一時停止中です。
subscription-is-paused-until = { $day }まで一時停止中です。
pause-papers = 一時停止中に掲載された論文は、まだ新しい場合（通常1週間以内）にだけ、再開後に投稿されます。
pause-past = 明日以降の日を選んでください。
day-unreadable = `{ $value }` を日付として読み取れません。`2026-12-27`、`12月27日`、`明日`、`金曜日`、`2週間後` のように入力してください。
subscription-resumed = 購読 #{ $id } を再開しました
subscription-not-paused = 購読 #{ $id } は一時停止されていません。
subscription-copied = 購読 #{ $id } を { $channel } にコピーしました
subscription-restored = 購読 #{ $id } を元に戻しました
subscription-twin = 購読 #{ $id } はこのチャンネルに同じ論文を投稿します。同じ論文は2回投稿されないため、どちらか一方は空になります。
button-undo = 元に戻す
button-resume = 再開
button-remove = #{ $id } を削除
subscription-unknown = このサーバーに購読 #{ $id } はありません。`/{ command-subscription } { command-subscription-list }` をご覧ください。
subscriptions-count = 購読{ $count }件
subscriptions-none = このサーバーには、論文が届くチャンネルがまだありません。
subscriptions-none-yet = このサーバーにはまだ購読がありません。`/{ command-setup }` で追加できます。
subscriptions-add = `/{ command-setup }` で追加できます。
subscriptions-full = このサーバーにはすでに{ $most }件の購読があります。先にどれかを削除してください。
channel-unknown = このサーバーに { $channel } が見つかりません。サーバー内のチャンネルを選んでください。
channel-unchecked = Discord の制限により、今はこのチャンネルを確認できません。1分ほど待ってから、もう一度お試しください。
channel-missing = まだ { $channel } に投稿できません。不足している権限：{ $permissions }。チャンネル設定の「権限」で許可してから、もう一度お試しください。
channel-locked = { $channel } はロックされたスレッドで、モデレーターしか投稿できません。ロックを解除するか、別のチャンネルを選んでください。
channel-no-messages = { $channel } には投稿できません。テキスト、アナウンス、フォーラムのチャンネルか、スレッドを選んでください。
nothing-saved = { $why }何も保存されていません。
permission-view = チャンネルを見る
permission-send = メッセージを送信
permission-send-in-threads = スレッドでメッセージを送信
permission-embed = 埋め込みリンク
permission-create-threads = 公開スレッドの作成
permission-read-history = メッセージ履歴を読む

## What a subscription would have brought

forecast-none = 過去{ $days }日間に投稿される論文はありませんでした。
forecast-try-topics = { $none }トピックを広げてみてください。
forecast-try-topics-loose = { $none }トピックを広げるか、`{ option-strictness }: { choice-loose }` にしてみてください。
forecast-try-votes = { $none }`{ option-min_upvotes }` を下げてみてください。
forecast-try-filters = { $none }コード、モデル、データセットの条件を外してみてください。
forecast-try-votes-filters = { $none }`{ option-min_upvotes }` を下げるか、コード、モデル、データセットの条件を外してみてください。
forecast-total = { $counted }。
forecast-by-topic = { $counted }：{ $topics }。
forecast-counted = { $rate }（過去{ $days }日間の実績）
forecast-often = 1日あたり約{ $count }件
forecast-a-post = 1回の投稿あたり約{ $count }件
forecast-seldom = 約{ $days }日に1件
forecast-topic-often = { $topic } 1日{ $count }件
forecast-topic-a-post = { $topic } 1回の投稿あたり{ $count }件
forecast-topic-seldom = { $topic } { $days }日に1件
forecast-topic-none = { $topic }：条件に合う論文なし
forecast-overflow-votes = 1回の投稿に入るのは{ $most }件なので、票数の少ない約{ $left_out }件が外れます。
forecast-overflow-match = 1回の投稿に入るのは{ $most }件なので、関連度の低い約{ $left_out }件が外れます。
forecast-overflow-both = { $overflow }`{ option-max_papers }` を増やすか、`{ option-strictness }: { choice-strict }` にして関連度の高いものに絞ってください。
forecast-overflow-raise = { $overflow }`{ option-max_papers }` を増やすと、より多く入ります。
forecast-overflow-strict = { $overflow }`{ option-strictness }: { choice-strict }` にすると、関連度の高いものに絞れます。
forecast-unmatched = ⚠️ 過去{ $days }日間に { $topic } に一致する論文はありません。
forecast-unmatched-meant = { $unmatched }{ $meant } のことですか？
forecast-unmatched-english = { $unmatched }トピックは英語で照合されます。
forecast-excluded-meant = ⚠️ 過去{ $days }日間に **-{ $topic }** に一致する論文はありません。**-{ $meant }** のことですか？
forecast-takes-in = { $topic } には { $concepts } も含まれます。
forecast-takes-in-more = { $topic } には { $concepts } とほか{ $count }件も含まれます。
forecast-correct = 「{ $topic }」を使う

## Status

status-heading = ステータス
status-hub = Hugging Face の最終応答：{ $time }
status-hub-late = ⚠️ Hugging Face の最終応答：{ $time }
status-hub-never = ⚠️ Hugging Face からまだ応答がありません
status-list = 最新のリスト：{ $date }、論文{ $count }件
status-unwritable = ⚠️ データベースに書き込めないため、何も投稿されません。ボットの運営者がログで原因を確認できます。
status-standby = 待機中：別のインスタンスが投稿しています。停止した場合は、1分以内にこちらが引き継ぎます。
status-channels = 次回以降の投稿
status-no-channels = まだありません。`/{ command-setup }` から始めてください。
status-channel-next = { $channel } · 次回 { $time }
status-channel-due = ⏳ { $channel } · 予定 { $time }、まだ投稿されていません
status-channel-no-next = { $channel } · 予定なし
list-channel-closed = ⚠️ { $time } から投稿できません：{ $reason }
status-channel-closed = ⚠️ { $channel } · { $time } から投稿できません：{ $reason }
status-posts = 最近の投稿
status-no-posts = まだありません。
slot-sent = ✅ { $post }：{ $papers }
slot-nothing-new = ➖ { $post }：新着なし
slot-claimed = ⏳ { $post }：投稿中
slot-failed = ⚠️ { $post }：{ $reason }
slot-skipped = ➖ { $post }：{ $reason }
slot-late = { $slot }、遅延
slot-reason = { $slot }（{ $reason }）
slot-missing = { $slot }（{ $count }件中{ $missing }件のメッセージが未送信：{ $reason }）

## Why a post failed: no capital at the start, no full stop at the end

failure-unknown-channel = チャンネルが削除されました
failure-missing-permission = 「{ permission-view }」「{ permission-send }」（スレッドでは「{ permission-send-in-threads }」）「{ permission-embed }」の権限が必要です
failure-access-lost = チャンネルの閲覧、または投稿ができませんでした
failure-direct-messages-closed = 相手がボットからのダイレクトメッセージを受け付けていません
failure-thread-locked = スレッドがロックされています。ロックを解除するか、別のチャンネルを選んでください
failure-refused = Discord がメッセージを拒否しました
failure-discord-unavailable = Discord が時間内に応答しませんでした
failure-hub-unavailable = Hugging Face が応答せず、最近のリストも保存されていません
failure-unconfirmed = 投稿が届いたか確認できなかったため、再送しませんでした
failure-own-fault = ボット側で問題が発生しました。運営者がログで詳細を確認できます
failure-missed = 予定時刻を過ぎてから12時間以上オフラインでした
failure-overtaken = オフラインの間に、次の投稿が行われました
failure-already-sent = 投稿はすでにチャンネルにありました
failure-not-in-server = その時点ではサーバーに参加していませんでした
failure-thread-not-opened = 投稿の下にスレッドを作成できなかったため、論文はチャンネルに投稿しました
failure-not-published = チャンネルのフォロワーに公開できませんでした
failure-paused = 投稿の前に購読が一時停止されました
failure-no-reason = 失敗
notice-channel-deleted = { $ids } のチャンネルが削除されたため、何も投稿できません。`/{ command-subscription } { command-subscription-edit }` で別のチャンネルを選ぶか、不要なものは `/{ command-subscription } { command-subscription-remove }` で削除してください。
notice-channel-closed = { $channel } に { $ids } の投稿ができません：{ $reason }。投稿できるようになると自動的に再開します。詳しくはサーバーで `/{ command-status }` をご覧ください。
channel-deleted-move = チャンネルが削除されたため、何も投稿されません。下で別のチャンネルを選ぶと、すべての購読がそこに移動します。

## The panel (/setup)

panel-new = 新しい購読
panel-edit = 購読 #{ $id }
panel-unsaved = 「{ button-save }」を押すまで何も変わりません。
panel-channel-unset = **チャンネル：** 未選択
panel-channel = **チャンネル：** { $channel }
panel-topics-unset = **トピック：** 未入力
panel-topics = **トピック：** { $topics }
panel-time-unset = **時刻：** { $schedule } · タイムゾーンを設定してください（UTC では現在 { $time }）
panel-time = **時刻：** { $schedule } · 現在の時刻は { $time }
panel-options = **オプション：** { $options }
panel-any-votes = 票数の下限なし
panel-strictness = 厳密さ：{ $strictness }
panel-source = リスト：{ $value }
panel-order = 順序：{ $value }
panel-format = 形式：{ $value }
panel-loose = 言及だけでも可（言い換えを含む）
panel-normal = トピックに関連する論文
panel-strict = トピックを主題とする論文
panel-choose-channel = チャンネルを選択
panel-choose-hour = 時刻を選択
panel-choose = 選択
panel-choose-role = メンションするロールを選択
panel-with-code = コードありのみ
panel-with-model = モデルありのみ
panel-with-dataset = データセットありのみ
panel-silent = 通知なし
panel-publish = 公開
panel-page-basics = 基本
panel-page-papers = 論文
panel-page-posts = 投稿
panel-forecast-later = トピックを入力すると、届く論文数の目安が表示されます。
panel-missing = まだ { $channel } に投稿できません。不足している権限：{ $permissions }。チャンネル設定の「権限」で許可してから、チャンネルを選び直してください。
panel-incomplete = 先にチャンネルを選び、トピックを入力してください。
panel-of-another = このパネルを使えるのは、開いた本人だけです。`/{ command-setup }` で自分のパネルを開いてください。
panel-gone = このパネルは閉じられています。保存またはキャンセルされたか、1日以上経過しています。`/{ command-setup }` で新しく開いてください。
panel-canceled = キャンセルしました。何も変更していません。
panel-changed = このパネルを開いている間に、購読 #{ $id } が変更されました：
panel-changed-question = このまま保存すると、これらの変更はこのパネルの内容に置き換わります。
panel-removed = このパネルを開いている間に、購読 #{ $id } が削除されました。パネルの内容は新しい購読として保存できます。
welcome-about = **paperboy** は、Hugging Face で話題の機械学習論文を毎日お届けします。チャンネル、時刻、トピックは自由に選べ、同じ論文が2回投稿されることはありません。
welcome-members = `/{ command-search }` で論文を探し、`/{ command-today }` で最新の論文を読むことは、誰でもできます。
welcome-admins = サーバー管理者は、ここでチャンネル、トピック、時刻を選べます。1分で完了します。
button-set-up = 設定する
form-topics = トピック
form-topics-label = トピック（カンマ区切り）
form-time = 時刻とタイムゾーン
form-time-label = 時刻（例：9時、月-金 09:00）
form-zone-label = 都市、国、またはタイムゾーン
button-edit = 変更
button-topics = トピック…
button-time = 時刻とタイムゾーン…
button-fix = 修正
button-save = 保存
button-save-anyway = このまま保存
button-save-new = 新しい購読として保存
button-preview = プレビュー
button-test = テスト投稿を送信
button-back = 戻る
test-heading = テスト投稿
test-papers-on = { $topics } の論文がここに投稿されます。
test-papers = 論文がここに投稿されます。
test-small = 投稿が届くか確認するために、サーバー管理者が送信しました。このメッセージは削除してかまいません。
test-sent = { $channel } にテスト投稿を送信しました。
test-failed = { $channel } にテスト投稿を送信できませんでした。チャンネルを選び直すと、足りないものが表示されます。
test-too-soon = このサーバーではテスト投稿が送信されたばかりです。{ $seconds }秒後にもう一度お試しください。

## Help

help-intro = Hugging Face で話題の機械学習論文を毎日お届けします。チャンネル、時刻、トピックは自由に選べ、同じ論文が2回投稿されることはありません。
help-start = **始め方**：サーバーの管理者が `/{ command-setup }` で、チャンネル、トピック、時刻、タイムゾーンを選びます。`/{ command-preview }` で次回の投稿を確認できます。
help-papers = 論文
help-posts = 毎日の投稿（サーバー管理者向け）
help-bot = このボットについて

## The server: settings, changes, managers

command-server = サーバー
    .about = このサーバーの設定と変更履歴
command-server-set = 設定
    .about = このサーバーの設定を表示・変更します
    .zone = 新しい購読のタイムゾーン：都市、国、または America/New_York などの名前
    .time = 新しい購読の投稿時刻：9時、月-金 09:00、毎週月曜 9時など
    .language = 投稿の言語。個別に設定した購読を除く（既定：Discord でのこのサーバーの言語）
    .log_channel = 投稿できないチャンネルの報告先
    .manager_role = 購読と設定を管理できるメンバーのロール
    .commands_per_minute = 各メンバーが1分間に使えるコマンドの数
    .reset = 既定値に戻す設定
command-server-audit = 変更履歴
    .about = 過去90日間に購読と設定を変更した人を表示します
option-log_channel = 通知チャンネル
option-manager_role = 管理ロール
option-commands_per_minute = 毎分のコマンド数
option-reset = リセット
choice-zone = タイムゾーン
choice-time = 時刻
choice-language = 言語
choice-log_channel = 通知チャンネル
choice-manager_role = 管理ロール
choice-commands_per_minute = 毎分のコマンド数
role-unknown = そのロールが見つかりません。このサーバーのロールを選んでください。
reset-unknown = `{ $value }` はリセットできません。候補から選んでください。
server-heading = サーバー設定
server-saved = サーバー設定を保存しました
server-unchanged = 変更はありません。サーバーはすでにこの設定です
server-log = 問題の報告先：{ $channel }
server-log-unset = 問題の報告先：購読を作成した人（ダイレクトメッセージ）
server-manager = 管理できる人：「サーバー管理」権限または { $role } を持つメンバー
server-manager-unset = 管理できる人：「サーバー管理」権限を持つメンバー
server-manager-how = { $role } にはまだ管理コマンドが表示されません。サーバー設定 → 連携サービス → paperboy でロールを追加してください。ボットからは変更できません。
server-rate = ここでは、各メンバーは1分間に{ $count }回までコマンドを使えます（管理できる人は除く）
server-rate-unset = メンバーは、ボットの上限までコマンドを使えます
setting-paused = 一時停止中
setting-set = { $option }：{ $value }
setting-unset = { $option }：{ $value } → 既定
setting-off = { $option }：{ $value } → いいえ
setting-none = { $option }：{ $value } → なし
setting-until = { $day } まで
setting-until-resumed = 再開するまで
audit-heading = 変更履歴
audit-kept = { $days }日間保存
audit-none = 過去{ $days }日間に変更はありません。
audit-added = 購読 #{ $id } を追加しました
audit-erased = データが削除されたユーザー
audit-new = 新しい購読
only-managers = このボタンを使えるのは、「サーバー管理」権限を持つメンバーだけです。
only-managers-or = このボタンを使えるのは、「サーバー管理」権限または { $role } を持つメンバーだけです。

## /config

command-config = 構成
    .about = このサーバーの構成をファイルとしてエクスポート・インポートします
command-config-export = エクスポート
    .about = このサーバーの購読と設定をファイルで受け取ります
command-config-import = インポート
    .about = ファイルをこのサーバーの構成と比べてから適用します
    .file = エクスポートしたファイル（事前に編集できます）
option-file = ファイル
config-exported = ファイルを編集し、`/{ command-config } { command-config-import }` でアップロードしてください。適用前に変更内容が表示されます。別のサーバーで使う場合は、先にチャンネルを置き換えてください。
config-too-large = ファイルが大きすぎます。読み込めるのは{ $most } kB までです。
config-not-fetched = Discord からファイルを取得できませんでした。もう一度お試しください。
config-gone = このインポートはすでに適用またはキャンセルされたか、1日以上前のものです。ファイルをもう一度インポートしてください。
config-changed = インポート後にこのサーバーの構成が変わったため、何も適用しませんでした。もう一度インポートして、変更内容を確認してください。
config-problems = このファイルは使えません（問題{ $count }件）。何も変更していません。
config-problems-more = …ほか{ $count }件。まずこれらを直してから、ファイルをもう一度インポートしてください。
config-same = このファイルはこのサーバーの構成と同じです。変更はありません。
config-compare = このファイルによる変更
config-applied = 構成をインポートしました
config-canceled = キャンセルしました。何も変更していません。
config-undone = インポートを取り消しました
config-undo-gone = このインポートはもう取り消せません。すでに取り消されたか、1日以上前のものです。
config-undo-changed = インポート後にこのサーバーの構成が変わったため、何も取り消しませんでした。
config-counts = 追加 { $added } · 変更 { $changed } · 削除 { $removed } · 変更なし { $unchanged }
config-empty = このファイルは空です。`/{ command-config } { command-config-export }` で、インポートできるファイルを作成できます。
config-not-json = 正しい JSON ではありません。{ $line }行目の{ $column }文字目を確認してください。
config-not-ours = paperboy の構成ではありません（先頭が `"paperboy": 1` ではありません）。
config-newer = このファイルの形式（バージョン{ $version }）にはまだ対応していません。
config-too-many = このファイルには購読が{ $count }件あります。1つのサーバーでは最大{ $most }件です。
config-not-object = はオブジェクト（`{ "{" } … { "}" }`）でなければなりません。
config-not-list = はリスト（`[ … ]`）でなければなりません。
config-unknown-key = `{ $key }` という設定はありません。
config-bad-id = `id` は購読の番号にするか、省略してください。
config-id-twice = #{ $id } がファイルに2回あります。
config-not-text = `{ $key }` は引用符で囲んだ文字列にしてください。
config-not-flag = `{ $key }` は true か false にしてください。
config-bad-pause = `paused` は true、false、または一時停止が終わる日時（例：`2026-12-27T00:00:00Z`）にしてください。
button-apply = 適用
button-cancel = キャンセル

## Notices

button-check-again = もう一度確認
menu-move-to = 移動先を選択
notice-open = { $channel } を再確認しました。投稿できます。
notice-still-closed = { $channel } を再確認しました。{ $why }
notice-moved = 購読{ $count }件を { $channel } に移動しました。
notice-nothing-there = そのチャンネルに投稿する購読はもうありません。

## Search: filters and privacy

option-private = 非公開
search-none-passes = 「{ $query }」に一致する論文は{ $count }件ありますが、フィルターの条件に合うものはありません。
search-without-filters = フィルターなしで検索

## /about

command-about = このボットについて
    .about = paperboy の説明、バージョン、サーバーへの追加方法を表示します
about-permissions = 投稿には次の権限が必要です：{ permission-view }、{ permission-send }、{ permission-embed }、{ permission-read-history }。スレッドには{ permission-create-threads }と{ permission-send-in-threads }も必要です。招待リンクが求める権限はこれだけです。
about-privacy = メッセージは読みません。保存するのは、管理者がここで設定した内容とその変更者、どこにどの論文を投稿したかです。ボタンに収まらない長い検索は、ページをめくれるように1か月間保存します。
about-invite = サーバーに追加
about-policy = プライバシーポリシー
about-terms = 利用規約
about-source = ソースコード
