# 机器人的文案（简体中文）。术语与 Discord 一致：服务器、频道、身份组、权限、子区。

## Commands

command-search = 搜索
    .about = 按关键词、标题、作者、arXiv ID 或链接查找论文
    .query = 要查找的内容（英文）
    .from = 在此日期或之后发布（2026-01-31）
    .to = 在此日期或之前发布（2026-01-31）
    .min_upvotes = 最低票数
    .has_code = 仅限有代码仓库的论文
    .has_model = 仅限在 Hugging Face 上有模型的论文
    .has_dataset = 仅限在 Hugging Face 上有数据集的论文
    .sort = 结果的排序方式（默认：最相关）
    .private = 仅向你显示结果
command-today = 今日
    .about = 显示最新的每日论文，票数高的在前
command-paper = 论文
    .about = 显示一篇论文：作者、摘要、代码和链接
    .id = arXiv ID、链接或标题；输入时会显示建议
command-similar = 相似
    .about = 查找与某篇论文相似的论文
    .id = arXiv ID、链接或标题；输入时会显示建议
command-help = 帮助
    .about = paperboy 的功能和使用方法
command-subscription = 订阅
    .about = 每天为本服务器的频道推送论文
command-subscription-add = 添加
    .about = 每天在一个频道发布论文
    .channel = 发布论文的频道
    .topics = 主题（英文），用逗号分隔；“-词”表示排除；“all”表示全部论文
    .time = 发布时间：9点、工作日 09:00、每周一 9点等（默认：09:00）
    .zone = 你所在的城市、国家或时区，例如北京或 America/New_York
    .min_upvotes = 最低票数
    .max_papers = 每次最多发布的论文数（默认：10）
    .strictness = 匹配的严格程度（默认：标准）；“宽松”还会考虑语义
    .source = 从哪个榜单选取论文（默认：每日论文）
    .order = 哪些论文排在前面（默认：按榜单顺序）
    .has_code = 仅限有代码仓库的论文
    .has_model = 仅限在 Hugging Face 上有模型的论文
    .has_dataset = 仅限在 Hugging Face 上有数据集的论文
    .format = 发布形式（默认：汇总）
    .role = 每次发布时提及的身份组
    .silent = 发布时不发送通知
    .publish = 将消息发布给公告频道的关注者
    .language = 发布内容的语言（默认：本服务器的语言）
command-subscription-list = 列表
    .about = 显示订阅及其下次发布时间
command-subscription-edit = 修改
    .about = 修改你填写的选项；不填写则打开包含全部选项的面板
    .id = 订阅的编号；输入时会显示建议
    .channel = 新的频道
    .topics = 新的主题（英文），用逗号分隔；“-词”表示排除；“all”表示全部论文
    .time = 新的发布时间：10点、工作日 09:00、每周一 9点等
    .zone = 新的时区：城市、国家或 America/New_York 等名称
    .min_upvotes = 新的最低票数
    .max_papers = 新的每次最多发布的论文数
    .strictness = 匹配的严格程度
    .source = 从哪个榜单选取论文
    .order = 哪些论文排在前面
    .has_code = 仅限有代码仓库的论文
    .has_model = 仅限在 Hugging Face 上有模型的论文
    .has_dataset = 仅限在 Hugging Face 上有数据集的论文
    .format = 发布形式
    .role = 每次发布时提及的身份组
    .no_role = 不再提及身份组
    .silent = 发布时不发送通知
    .publish = 将消息发布给公告频道的关注者
    .language = 发布内容的语言
command-subscription-pause = 暂停
    .about = 暂停发布，直到某一天或由你恢复
    .id = 订阅的编号；输入时会显示建议
    .until = 恢复发布的日期：2026-12-27、周五、2周后（默认：直到你恢复）
command-subscription-resume = 恢复
    .about = 结束订阅的暂停
    .id = 订阅的编号；输入时会显示建议
command-subscription-copy = 复制
    .about = 把订阅复制到另一个频道
    .id = 订阅的编号；输入时会显示建议
    .channel = 要复制到的频道
command-subscription-remove = 移除
    .about = 移除一个订阅
    .id = 订阅的编号；输入时会显示建议
command-setup = 设置
    .about = 逐步设置一个订阅：频道、主题、时间、预览
command-preview = 预览
    .about = 显示下一次发布的内容，以及每篇论文入选或落选的原因
    .subscription = 订阅的编号（默认：最新的订阅）
    .date = 预览过去某一天：2026-01-31、昨天、周五等（默认：下一次发布）
command-why = 原因
    .about = 显示某篇论文为什么在此发布或没有发布
    .paper = arXiv ID、链接或标题；输入时会显示建议
    .subscription = 仅此订阅（默认：本服务器的全部订阅）
command-status = 状态
    .about = 显示接下来和最近的发布，以及妨碍发布的问题

option-query = 关键词
option-from = 起始日期
option-to = 截止日期
option-min_upvotes = 最低票数
option-has_code = 有代码
option-has_model = 有模型
option-has_dataset = 有数据集
option-sort = 排序
option-id = id
option-channel = 频道
option-topics = 主题
option-time = 时间
option-zone = 时区
option-max_papers = 最多篇数
option-strictness = 严格度
option-source = 榜单
option-order = 顺序
option-format = 形式
option-role = 身份组
option-no_role = 无身份组
option-silent = 静默
option-publish = 公开发布
option-subscription = 订阅
option-date = 日期
option-language = 语言
option-paper = 论文
option-until = 恢复日

choice-relevance = 最相关
choice-votes = 票数最多
choice-newest = 最新
choice-loose = 宽松
choice-normal = 标准
choice-strict = 严格
choice-server = 服务器的语言
choice-en = English
choice-de = Deutsch
choice-fr = Français
choice-es = Español
choice-ja = 日本語
choice-zh-CN = 简体中文
choice-daily = 每日论文
choice-trending = 热门
choice-rising = 24 小时内票数上升
choice-list = 按榜单顺序
choice-match = 最相关优先
choice-digest = 汇总
choice-compact = 紧凑列表
choice-papers = 每篇论文一条消息
choice-thread = 消息下的子区
yes = 是

## Days and numbers

weekday =
    { $day ->
        [1] 星期一
        [2] 星期二
        [3] 星期三
        [4] 星期四
        [5] 星期五
        [6] 星期六
       *[7] 星期日
    }
month = { $month }
date = { $year }年{ $month }月{ $day }日
date-month = { $year }年{ $month }月
date-long = { $year }年{ $month }月{ $day }日 { $weekday }
papers = { $count } 篇论文
more = ……还有 { $count } 项

## Schedules

schedule = { $schedule }（{ $zone }）
schedule-at = { $days } { $times }
schedule-hourly = 每小时的第 { $minute } 分
schedule-hourly-on = { $days } 每小时的第 { $minute } 分
days-all = 每天
days-workdays = 周一至周五
days-weekdays = 每{ $weekdays }
days-of-month = 每月{ $dates }
each-weekday =
    { $day ->
        [1] 周一
        [2] 周二
        [3] 周三
        [4] 周四
        [5] 周五
        [6] 周六
       *[7] 周日
    }
day-of-month = { $day }日

## A time that can't be read

time-unreadable = 无法将 `{ $typed }` 识别为时间。{ $problem }{ time-examples }
time-unreadable-part = { $problem }{ time-examples }
time-examples = 请试试 `09:00`、`工作日 9点半`、`每周一 9点`，或 `0 9 * * 1-5` 这样的 cron 表达式。
time-too-often = `{ $typed }` 每天会发布超过 24 次。请减少次数，例如每小时一次：`0 * * * *`。
time-never = `{ $typed }` 永远不会到来。请检查日期和月份。
time-empty = 内容为空。
time-too-long = 内容过长。
time-not-a-time = `{ $part }` 不是 00:00 到 23:59 之间的时间。
time-not-a-time-of-day = `{ $part }` 不是时间。
time-no-time-of-day = 缺少时间。
time-unknown-words = `{ $part }` 既不是日期、时间，也不是时区。
time-is-zone = `{ $part }` 是时区。
time-and-hours = 同时指定了时间和小时间隔。
time-uncountable = 发布可以每隔几小时、按星期几或按每月的日期重复，但不能按 `{ $part }` 重复。
time-one-time = `{ $part }` 只有一次，而发布会重复进行。
time-count = `{ $part }` 没有说明具体时间。请列出相应数量的日期或时间。
time-two-zones = `{ $one }` 和 `{ $other }` 是两个时区。请只写一个。
time-field-count = cron 表达式必须正好有五个字段。
time-seconds = 这里的 cron 表达式必须正好有五个字段，请去掉秒。
time-character = “{ $field }”字段中有 cron 不使用的字符：`{ $part }`。
time-backwards = “{ $field }”字段中的范围 `{ $part }` 前后颠倒。
time-not-a-weekday = `{ $part }` 不是星期几（0–7 或 mon–sun）。
time-no-step = `{ $part }` 的斜杠后缺少数字。
time-zero-step = `{ $part }` 的步长为零。
time-out-of-range = “{ $field }”字段只能填 { $least } 到 { $most } 的数字。
time-combination = 这些字段无法组合在一起。
field-minute = 分钟
field-hour = 小时
field-day = 日
field-month = 月
field-weekday = 星期

## A time zone that can't be read

zone-choose = { $problem }请选择一个（括号内为当地时间）：{ $choices }
zone-several-places = `{ $typed }` 有多个时区。
zone-abbreviation = `{ $typed }` 对应多个时区。
zone-offset = `{ $typed }` 只是时差，无法由此得知何时切换夏令时。
zone-ahead = `{ $typed }` 虽然带有该符号，实际上比 UTC 快（UTC{ $offset }）。
zone-behind = `{ $typed }` 虽然带有该符号，实际上比 UTC 慢（UTC{ $offset }）。
zone-unknown = 找不到名为 `{ $typed }` 的时区或地点。请输入附近的大城市，或选择一个（括号内为当地时间）：{ $choices }
zone-unknown-name = 找不到名为 `{ $typed }` 的时区。请使用 `Asia/Shanghai`、`America/New_York` 或 `UTC` 这样的名称。
zone-twice = 时间中写的是 { $other }，时区却是 { $zone }。请只指定其中一个。
options-conflict = `{ $one }` 和 `{ $other }` 相互矛盾。请只指定其中一个。

## Topics and searches that can't be read

words-none = `{ $typed }` 中没有可以与论文匹配的词。请输入一些词，例如 `diffusion`。
words-empty-quotes = 引号之间没有内容。请在其中填写词语，例如 `"chain of thought"`，或去掉引号。
words-nameless = `{ $field }:` 后面需要一个名称，例如 `{ $field }:{ $example }`。
words-category = `{ $typed }` 是 arXiv 分类，而 Hugging Face 上的论文没有分类。请用英文输入主题，例如 `{ $instead }`。
words-only-exclusions = 这里只有排除项。请加上要查找的内容，例如 `{ $example } { $excluded }`。
topics-too-long = 主题 `{ $topic }…` 超过了 { $most } 个字符。请用逗号分隔主题。
topics-too-many = 共有 { $count } 个主题。一个订阅最多 { $most } 个，其余的请另外添加订阅。
topics-contradiction = `{ $topic }` 既被包含又被排除。请只保留其一。
topics-none = `{ $typed }` 中没有主题。请输入用逗号分隔的主题，例如 `diffusion, LLM agents`，或用 `all` 表示全部论文。
topics-only-exclusions = 这里只有排除项。请加上想要的主题，或输入 `all, { $excluded }` 表示除此之外的全部论文。
topics-all-and-more = `all` 已包含全部论文，再加 `{ $topic }` 没有作用。请输入 `all` 表示全部论文，或只输入 `{ $topic }`。
topics-all = 全部论文

## Other things that can't be read

query-empty = 请输入搜索内容。
topics-empty = 请至少输入一个主题，或用 `all` 表示全部论文。
paper-empty = 请输入 arXiv ID、链接或标题。
option-empty = 请填写 `{ $option }`。
number-not-whole = `{ $option }` 的值是 `{ $value }`。请输入不小于 0 的整数。
number-too-large = `{ $option }` 的值 { $value } 过大。
max-papers-out-of-range = 每次发布的论文数请在 1 到 { $most } 之间选择。
rate-out-of-range = 每分钟命令数请在 1 到 { $most } 之间选择。
date-unreadable = 无法将 `{ $value }` 识别为日期。请按 `2026-01-31`、`1月31日`、`昨天`、`周五` 或 `3天前` 的格式输入。
date-ambiguous = `{ $value }` 可能是 `{ $first }` 或 `{ $second }`。请输入你要的日期。
date-future = `{ $value }`（{ $date }）是未来的日期，还没有论文。你是指 `{ $past }` 吗？
dates-swapped = 起始日期（{ $from }）晚于截止日期（{ $to }）。请对调两者。
sort-unknown = 无法按 `{ $value }` 排序。请选择{ choice-relevance }、{ choice-votes }或{ choice-newest }。
strictness-unknown = `{ $value }` 不是有效的严格度。请选择宽松、标准或严格。
channel-unreadable = 请为 `{ $option }` 选择频道。
server-only = 此命令只能在服务器中使用。
command-unknown = 没有 `/{ $command }` 这个命令。请查看 `/{ command-help }`。
button-unknown = 此按钮已失效。请重新使用命令。

## When something goes wrong

apology = 出了点问题，请过一分钟再试。
unreadable = 无法读取该请求。请重新使用命令。
too-fast = 操作过于频繁。请在 { $seconds } 秒后重试。
server-too-fast = 本服务器目前使用过于频繁。请在 { $seconds } 秒后重试。
member-too-fast = 在本服务器，成员每分钟可使用 { $count } 次命令。请{ $when }再试。
busy = 我现在有点忙，请过一分钟再试。
not-saved = 保存失败，未做任何更改。请过一分钟再试。

## A paper

byline-others = { $names } 及另外 { $count } 人
votes = ▲ { $count } 票
code-link = 代码
first-page = 首页
first-page-of = { $title } 的首页
menu-papers = 查看论文（仅你可见）
card-summary = 一句话概括
card-abstract = 摘要
card-published = 发布于 { $date }
card-linked = 在 Hugging Face 上
card-models = { $count } 个模型：{ $names }
card-datasets = { $count } 个数据集：{ $names }
card-spaces = { $count } 个 Space：{ $names }
button-code = 代码
button-project = 项目
button-similar = 相似论文
paper-not-found = 在 Hugging Face 上找不到 `{ $id }`。它可能在 arXiv 上：{ $url }
paper-hub-silent = Hugging Face 没有响应，我也没有保存 `{ $id }`。请过几分钟再试。
paper-not-named = 找不到名为 `{ $typed }` 的论文。请输入 arXiv ID 或链接，或从建议中选择。
similar-heading = 与 { $paper } 相似的论文
similar-none = 找不到与 { $paper } 相似的论文。

## Lists of papers

page-previous = ◀ 上一页
page-next = 下一页 ▶
day-heading = { $date } 的论文
day-count = { $count } 篇论文，票数高的在前
day-none = { $date } 的榜单上没有论文。
day-read = 更新于 { $time }

## Search results

search-heading = “{ $query }”
search-nothing = 没有找到与“{ $query }”相近的论文。
search-hints = 请减少或更换词语，试试作者全名或 arXiv ID，或用 `/{ command-today }` 查看最新论文。
search-in-english = 论文都是英文的，请用英文词语搜索。
search-papers-in-english = 论文都是英文的。
search-not-found = 在 Hugging Face 上找不到 { $ids }。
search-repaired = 正在显示“{ $query }”的结果。
search-unknown-words = 没有论文包含 **{ $words }**。以下论文与其余词语匹配。
search-surveys = 综述优先
search-newest = 最新优先
search-most-votes = 票数高的优先
search-days =
    { $days ->
        [1] 仅限今天
       *[other] 最近 { $days } 天
    }
search-on = 发布于 { $date }
search-between = 发布于 { $from } 至 { $to }
search-since = { $from } 起发布
search-until = 截至 { $to } 发布
search-excluded = 有 { $count } 篇论文因你的排除条件而未显示。
search-hub-silent = Hugging Face 没有响应，因此只搜索了已保存的论文。
search-no-author = 没有“{ $name }”的论文。
search-no-organization = 没有来自“{ $name }”的论文。
search-no-title = 没有标题包含“{ $words }”。
search-no-phrase = 没有论文包含短语“{ $words }”。
search-no-name = 没有作者或机构为“{ $name }”的论文。
search-as-typed = 改为搜索“{ $query }”
search-expired = 此搜索已过期。请重新搜索。
match-id = 与此 ID 匹配
match-title = 与此标题匹配
match-author = 此作者的论文
match-organization = 此机构的论文

## Why a paper matches a topic

reason-title = 标题中有“{ $words }”
reason-keywords = 关键词中有“{ $words }”
reason-summary = 概括中有“{ $words }”
reason-abstract =
    { $times ->
        [1] 摘要中有“{ $words }”
       *[other] 摘要中 { $times } 次出现“{ $words }”
    }
reason-part-of = { $words }（属于 { $topic }）
reason-related-to = { $words }（与 { $topic } 相关）
reason-typical-of = { $words }（{ $topic } 的常用词）
reason-quote = “{ $words }”
reason-meaning = 语义相近
reason-author = 作者为 { $name }
reason-organization = 机构为 { $name }
reason-all = { $reasons }

## The daily post

post-all-topics = 每日论文
post-trending = 热门论文
post-rising = 票数上升的论文
post-late = 延迟：原定 { $time }
post-continued = ……续（{ $number }）
post-all-papers = 当日全部论文

## Previews

preview-heading = 每篇论文入选或未入选的原因
preview-count = 订阅 #{ $id } · { $total } 篇论文中将发布 { $chosen } 篇
preview-count-draft = { $total } 篇论文中会发布 { $chosen } 篇
preview-count-day = 订阅 #{ $id }，{ $date } · { $total } 篇论文中会发布 { $chosen } 篇
preview-daily-only = 其他榜单没有历史记录，因此这里使用每日榜单。
preview-nothing = 不会发布任何论文：{ $reasons }。
preview-none-match = { $count } 篇不符合任何主题
preview-none-excluded = { $count } 篇被排除
preview-none-votes = { $count } 篇票数不足
preview-none-code = { $count } 篇没有代码仓库
preview-none-model = { $count } 篇在 Hugging Face 上没有模型
preview-none-dataset = { $count } 篇在 Hugging Face 上没有数据集
preview-none-before = { $count } 篇已在此发布过或曾被略过
preview-no-list = 这一天还没有榜单
preview-no-list-that-day = 那一天没有榜单
preview-no-trending = 尚未读取 Hugging Face 的热门榜单
preview-no-rising = 最近 24 小时内没有论文获得新的投票
verdict-topic = { $topic }：{ $reason }
verdict-everything = 包含全部论文
verdict-no-topic = 没有匹配的主题
verdict-excluded = 被 { $topic } 排除：{ $reason }
verdict-few-votes = { $votes } 票，低于你设的最低 { $least } 票
verdict-posted = 已在此发布过
verdict-unconfirmed = 可能已在此发布过，无法确认
verdict-passed-over = 之前的发布已满，未能列入
verdict-taken = 订阅 #{ $id } 会先在此发布
verdict-full = 未列入：本次发布已满
verdict-no-code = 没有代码仓库
verdict-no-model = 在 Hugging Face 上没有模型
verdict-no-dataset = 在 Hugging Face 上没有数据集
why-listed = 收录于 { $date } 的每日榜单。
why-never-listed = 从未登上 Hugging Face 的每日榜单。
why-posted = 已于 { $time } 发布
why-posted-at = 已于 { $time } 发布 · { $url }
why-posted-by = 由同一频道的 #{ $id }：{ $posted }
why-next = 将在下一次发布中推送，{ $time } · { $why }
why-not-next = { $problem } · { $why }
why-too-old = 太旧，不在下一次发布的范围内
why-no-list = 从未上榜
why-not-trending = 目前不在热门榜单上
why-not-rising = 最近 24 小时内没有获得新的投票
server-zone = 时区：{ $zone } · 你那里现在是 { $time }
server-zone-unset = 时区：此处上次使用的时区，否则为 UTC
server-time = 时间：{ $time }
server-time-unset = 时间：每天 09:00
server-language = 发布语言：{ $language }（单独设置语言的订阅除外）
server-language-unset = 发布语言：{ $language }（本服务器在 Discord 中的语言）
language-unknown = 不支持语言 `{ $value }`。请从建议中选择。

## Subscriptions

subscription-added = 已为 { $channel } 订阅 { $topics }
subscription-corrected = 已更正：{ $channel } 订阅了 { $topics }
direct-messages = 你的私信
subscription-number = 订阅 #{ $id }
subscription-votes = 至少 { $count } 票
subscription-papers = 最多 { $count } 篇
subscription-most-votes = 票数高的优先
subscription-best-match = 最相关优先
subscription-with-code = 有代码
subscription-with-model = 有模型
subscription-with-dataset = 有数据集
subscription-mentions = 提及 { $role }
subscription-silent = 静默
subscription-published = 发布给关注者
subscription-language = 语言：{ $language }
choice-unknown = `{ $value }` 不是 `{ $option }` 的选项。
role-everyone = 我不会提及 @everyone。请选择其他身份组。
role-everyone-manages = @everyone 不能作为管理身份组。请选择其他身份组。
role-unmentionable = 我无法在 { $channel } 提及 { $role }。请在身份组设置中允许任何人提及它，或授予我提及所有身份组的权限。
posting-silent-mention = 静默消息不会发送通知，提及身份组也就不起作用。请二选一。
posting-published-thread = 公告频道的关注者只会收到消息，收不到子区。请选择其他形式，或不要公开发布。
posting-no-threads = 我无法在 { $channel } 创建子区。请选择文字频道或公告频道，或选择其他形式。
posting-not-announcement = { $channel } 不是公告频道，因此其中的消息无法公开发布。
subscription-time = 你那里现在是 { $time }（{ $zone }）。使用 `/{ command-preview }` 查看下一次发布的内容。
subscription-next = 接下来的发布（你的当地时间）：{ $posts }
subscription-next-at = 下次 { $time }
subscription-no-next = 没有更多已安排的发布。
subscription-last = 上次 { $slot }
subscription-removed = 已移除订阅 #{ $id }
subscription-edited = 已修改订阅 #{ $id }
edit-unchanged = 没有更改：订阅 #{ $id } 已经是这些设置
edit-change = { $option }：{ $old } → { $new }
subscription-paused = 已暂停订阅 #{ $id }
subscription-is-paused = 已暂停，直到你恢复为止。
subscription-is-paused-until = 已暂停至 { $day }。
pause-papers = 暂停期间上榜的论文，只有在恢复时仍然较新（通常不到一周）才会发布。
pause-past = 请选择今天之后的日期。
day-unreadable = 无法将 `{ $value }` 识别为日期。请按 `2026-12-27`、`12月27日`、`明天`、`周五` 或 `2周后` 的格式输入。
subscription-resumed = 已恢复订阅 #{ $id }
subscription-not-paused = 订阅 #{ $id } 没有暂停。
subscription-copied = 已将订阅 #{ $id } 复制到 { $channel }
subscription-restored = 已还原订阅 #{ $id }
subscription-twin = 订阅 #{ $id } 向此频道发布同样的论文。同一篇论文不会发布两次，因此其中一个订阅不会有内容。
button-undo = 撤销
button-resume = 恢复
button-remove = 移除 #{ $id }
subscription-unknown = 本服务器没有订阅 #{ $id }。请查看 `/{ command-subscription } { command-subscription-list }`。
subscriptions-count = { $count } 个订阅
subscriptions-none = 本服务器还没有接收论文的频道。
subscriptions-none-yet = 本服务器还没有订阅。请使用 `/{ command-setup }` 添加。
subscriptions-add = 使用 `/{ command-setup }` 添加订阅。
subscriptions-full = 本服务器已有 { $most } 个订阅。请先移除一个。
channel-unknown = 在本服务器中找不到 { $channel }。请选择本服务器的频道。
channel-unchecked = Discord 目前限制了我的请求，无法检查该频道。请过一分钟再试。
channel-missing = 我还无法在 { $channel } 中发布。缺少权限：{ $permissions }。请在频道设置的“权限”中允许，然后重试。
channel-locked = { $channel } 是已锁定的子区，只有管理员可以发言。请解除锁定，或选择其他频道。
channel-no-messages = { $channel } 不接收消息。请选择文字频道、公告频道、论坛频道或子区。
nothing-saved = { $why }未保存任何内容。
permission-view = 查看频道
permission-send = 发送消息
permission-send-in-threads = 在子区内发送消息
permission-embed = 嵌入链接
permission-create-threads = 创建公共子区
permission-read-history = 阅读消息历史记录

## What a subscription would have brought

forecast-none = 最近 { $days } 天没有论文会被发布。
forecast-try-topics = { $none }请试试更宽泛的主题。
forecast-try-topics-loose = { $none }请试试更宽泛的主题，或 `{ option-strictness }: { choice-loose }`。
forecast-try-votes = { $none }请试试更低的 `{ option-min_upvotes }`。
forecast-try-filters = { $none }请试试不要求代码、模型或数据集。
forecast-try-votes-filters = { $none }请试试更低的 `{ option-min_upvotes }`，或不要求代码、模型或数据集。
forecast-total = { $counted }。
forecast-by-topic = { $counted }：{ $topics }。
forecast-counted = { $rate }（按最近 { $days } 天统计）
forecast-often = 每天约 { $count } 篇
forecast-a-post = 每次发布约 { $count } 篇
forecast-seldom = 约每 { $days } 天一篇
forecast-topic-often = { $topic } 每天 { $count } 篇
forecast-topic-a-post = { $topic } 每次发布 { $count } 篇
forecast-topic-seldom = { $topic } 每 { $days } 天一篇
forecast-topic-none = { $topic }：没有符合筛选条件的
forecast-overflow-votes = 每次发布最多 { $most } 篇，因此票数最低的约 { $left_out } 篇不会列入。
forecast-overflow-match = 每次发布最多 { $most } 篇，因此相关度最低的约 { $left_out } 篇不会列入。
forecast-overflow-both = { $overflow }可以调高 `{ option-max_papers }`，或选择 `{ option-strictness }: { choice-strict }` 以保留最相关的论文。
forecast-overflow-raise = { $overflow }可以调高 `{ option-max_papers }` 以列入更多论文。
forecast-overflow-strict = { $overflow }可以选择 `{ option-strictness }: { choice-strict }` 以保留最相关的论文。
forecast-unmatched = ⚠️ 最近 { $days } 天没有与 { $topic } 匹配的论文。
forecast-unmatched-meant = { $unmatched }你是不是想输入 { $meant }？
forecast-unmatched-english = { $unmatched }主题按英文匹配。
forecast-excluded-meant = ⚠️ 最近 { $days } 天没有论文与 **-{ $topic }** 匹配。你是不是想输入 **-{ $meant }**？
forecast-takes-in = { $topic } 还包括 { $concepts }。
forecast-takes-in-more = { $topic } 还包括 { $concepts }，以及另外 { $count } 项。
forecast-correct = 使用“{ $topic }”

## Status

status-heading = 状态
status-hub = Hugging Face 响应于 { $time }
status-hub-late = ⚠️ Hugging Face 最后一次响应于 { $time }
status-hub-never = ⚠️ Hugging Face 尚未响应
status-list = 最新榜单：{ $date }，{ $count } 篇论文
status-unwritable = ⚠️ 我的数据库无法写入，因此不会发布任何内容。我的运营者可在日志中查看原因。
status-standby = 待命：另一个实例正在发布。如果它停止，此实例会在一分钟内接管。
status-channels = 接下来的发布
status-no-channels = 暂无。请从 `/{ command-setup }` 开始。
status-channel-next = { $channel } · 下次 { $time }
status-channel-due = ⏳ { $channel } · 预定 { $time }，尚未发布
status-channel-no-next = { $channel } · 没有安排
list-channel-closed = ⚠️ { $time } 起无法发布：{ $reason }
status-channel-closed = ⚠️ { $channel } · { $time } 起无法发布：{ $reason }
status-posts = 最近的发布
status-no-posts = 暂无。
slot-sent = ✅ { $post }：{ $papers }
slot-nothing-new = ➖ { $post }：没有新内容
slot-claimed = ⏳ { $post }：正在发布
slot-failed = ⚠️ { $post }：{ $reason }
slot-skipped = ➖ { $post }：{ $reason }
slot-late = { $slot }，延迟
slot-reason = { $slot }（{ $reason }）
slot-missing = { $slot }（{ $count } 条消息中缺少 { $missing } 条：{ $reason }）

## Why a post failed: no capital at the start, no full stop at the end

failure-unknown-channel = 频道已被删除
failure-missing-permission = 需要“{ permission-view }”“{ permission-send }”（在子区中：“{ permission-send-in-threads }”）和“{ permission-embed }”权限
failure-access-lost = 当时无法查看该频道或在其中发布
failure-direct-messages-closed = 对方不接收我的私信
failure-thread-locked = 子区已锁定；请解除锁定，或选择其他频道
failure-refused = Discord 拒绝了该消息
failure-discord-unavailable = Discord 没有及时响应
failure-hub-unavailable = Hugging Face 没有响应，也没有保存最近的榜单
failure-unconfirmed = 无法确认消息是否已送达，因此没有重新发送
failure-own-fault = 我这边出了问题；我的运营者可在日志中查看详情
failure-missed = 在预定时间之后，我离线超过了 12 小时
failure-overtaken = 我当时离线，之后已有更新的发布
failure-already-sent = 消息已在频道中
failure-not-in-server = 我当时不在服务器中
failure-thread-not-opened = 无法在消息下创建子区，论文已直接发到频道
failure-not-published = 无法将消息发布给频道的关注者
failure-paused = 发布前订阅已被暂停
failure-no-reason = 失败
notice-channel-deleted = { $ids } 的频道已被删除，因此无法发布任何内容。请用 `/{ command-subscription } { command-subscription-edit }` 选择其他频道，或用 `/{ command-subscription } { command-subscription-remove }` 移除不再需要的订阅。
notice-channel-closed = 无法在 { $channel } 为 { $ids } 发布论文：{ $reason }。等我可以再次在那里发布时，会自动恢复。详情请在服务器中使用 `/{ command-status }` 查看。
channel-deleted-move = 频道已被删除，因此不会发布任何内容。请在下方选择其他频道，其所有订阅都会移到那里。

## The panel (/setup)

panel-new = 新订阅
panel-edit = 订阅 #{ $id }
panel-unsaved = 点击“{ button-save }”之前不会有任何更改。
panel-channel-unset = **频道：** 尚未选择
panel-channel = **频道：** { $channel }
panel-topics-unset = **主题：** 尚未填写
panel-topics = **主题：** { $topics }
panel-time-unset = **时间：** { $schedule } · 请设置时区，UTC 现在是 { $time }
panel-time = **时间：** { $schedule } · 你那里现在是 { $time }
panel-options = **选项：** { $options }
panel-any-votes = 不限票数
panel-strictness = 严格度：{ $strictness }
panel-source = 榜单：{ $value }
panel-order = 顺序：{ $value }
panel-format = 形式：{ $value }
panel-loose = 提到即可，换一种说法也算
panel-normal = 论文须与主题相关
panel-strict = 论文须以该主题为核心
panel-choose-channel = 选择频道
panel-choose-hour = 选择时间
panel-choose = 请选择
panel-choose-role = 选择要提及的身份组
panel-with-code = 仅限有代码
panel-with-model = 仅限有模型
panel-with-dataset = 仅限有数据集
panel-silent = 静默
panel-publish = 公开发布
panel-page-basics = 基本
panel-page-papers = 论文
panel-page-posts = 发布
panel-forecast-later = 填写主题后即可看到大约会有多少篇论文。
panel-missing = 我还无法在 { $channel } 中发布。缺少权限：{ $permissions }。请在频道设置的“权限”中允许，然后重新选择该频道。
panel-incomplete = 请先选择频道并填写主题。
panel-of-another = 只有打开此面板的人才能使用它。请用 `/{ command-setup }` 打开你自己的面板。
panel-gone = 此面板已关闭：已保存或取消，或者已超过一天。请用 `/{ command-setup }` 打开新的面板。
panel-canceled = 已取消。未做任何更改。
panel-changed = 此面板打开期间，订阅 #{ $id } 已被更改：
panel-changed-question = 如果仍要保存，此面板的内容会覆盖这些更改。
panel-removed = 此面板打开期间，订阅 #{ $id } 已被移除。你可以将面板中的内容保存为新订阅。
welcome-about = **paperboy** 每天把 Hugging Face 上热门的机器学习论文发到你选的频道。时间和主题由你决定，同一篇论文绝不会发布两次。
welcome-members = 所有人都可以用 `/{ command-search }` 查找论文，用 `/{ command-today }` 阅读最新论文。
welcome-admins = 服务器管理员可以在这里选择频道、主题和时间，只需一分钟。
button-set-up = 开始设置
form-topics = 主题
form-topics-label = 主题，用逗号分隔
form-time = 时间和时区
form-time-label = 时间（例如 9点、工作日 09:00）
form-zone-label = 城市、国家或时区
button-edit = 修改
button-topics = 主题…
button-time = 时间和时区…
button-fix = 更正
button-save = 保存
button-save-anyway = 仍然保存
button-save-new = 保存为新订阅
button-preview = 预览
button-test = 发送测试消息
button-back = 返回
test-heading = 测试消息
test-papers-on = 关于 { $topics } 的论文将发布在这里。
test-papers = 论文将发布在这里。
test-small = 由服务器管理员发送，用于确认消息能够送达。你可以删除此消息。
test-sent = 已向 { $channel } 发送测试消息。
test-failed = 无法向 { $channel } 发送测试消息。重新选择该频道即可查看缺少什么。
test-too-soon = 本服务器刚刚发送过测试消息。请在 { $seconds } 秒后重试。

## Help

help-intro = 每天把 Hugging Face 上热门的机器学习论文发到你选的频道。时间和主题由你决定，同一篇论文绝不会发布两次。
help-start = **开始使用**：由服务器管理员使用 `/{ command-setup }`，选择频道、主题、时间和时区。`/{ command-preview }` 会显示下一次发布的内容。
help-papers = 论文
help-posts = 每日发布（面向服务器管理员）
help-bot = 关于

## The server: settings, changes, managers

command-server = 服务器
    .about = 本服务器的设置，以及谁更改了什么
command-server-set = 设置
    .about = 查看或更改本服务器的设置
    .zone = 新订阅的时区：城市、国家或 America/New_York 等名称
    .time = 新订阅的发布时间：9点、工作日 09:00、每周一 9点等
    .language = 发布语言，单独设置语言的订阅除外（默认：本服务器在 Discord 中的语言）
    .log_channel = 在哪里报告我无法发布的频道
    .manager_role = 其成员可以管理订阅和设置的身份组
    .commands_per_minute = 每位成员每分钟可使用的命令数
    .reset = 要恢复默认值的设置
command-server-audit = 更改记录
    .about = 查看最近 90 天谁更改了订阅和设置
option-log_channel = 通知频道
option-manager_role = 管理身份组
option-commands_per_minute = 每分钟命令数
option-reset = 重置
choice-zone = 时区
choice-time = 时间
choice-language = 语言
choice-log_channel = 通知频道
choice-manager_role = 管理身份组
choice-commands_per_minute = 每分钟命令数
role-unknown = 找不到该身份组。请选择本服务器的身份组。
reset-unknown = 无法重置 `{ $value }`。请从建议中选择。
server-heading = 服务器设置
server-saved = 已保存服务器设置
server-unchanged = 没有更改：服务器已经是这些设置
server-log = 问题会报告到 { $channel }
server-log-unset = 问题会以私信报告给创建订阅的人
server-manager = 管理者：拥有“管理服务器”权限或 { $role } 身份组的成员
server-manager-unset = 管理者：拥有“管理服务器”权限的成员
server-manager-how = Discord 仍对 { $role } 隐藏管理命令：请在“服务器设置 → 整合 → paperboy”中添加该身份组。机器人无法代为设置。
server-rate = 此处每位成员每分钟可使用 { $count } 次命令；管理者不受此限制
server-rate-unset = 成员使用命令的频率仅受机器人限制
setting-paused = 暂停
setting-set = { $option }：{ $value }
setting-unset = { $option }：{ $value } → 默认
setting-off = { $option }：{ $value } → 否
setting-none = { $option }：{ $value } → 无
setting-until = 直到 { $day }
setting-until-resumed = 直到恢复为止
audit-heading = 更改记录
audit-kept = 保留 { $days } 天
audit-none = 最近 { $days } 天没有任何更改。
audit-added = 已添加订阅 #{ $id }
audit-erased = 数据已被删除的用户
audit-new = 新订阅
only-managers = 只有拥有“管理服务器”权限的成员才能使用此按钮。
only-managers-or = 只有拥有“管理服务器”权限或 { $role } 身份组的成员才能使用此按钮。

## /config

command-config = 配置
    .about = 以文件形式导出或导入本服务器的配置
command-config-export = 导出
    .about = 以文件形式获取本服务器的订阅和设置
command-config-import = 导入
    .about = 将文件与本服务器的配置比较，然后应用
    .file = 导出的文件；可以先修改
option-file = 文件
config-exported = 修改文件后，用 `/{ command-config } { command-config-import }` 上传。应用之前会先显示将要更改的内容。要用于其他服务器，请先替换其中的频道。
config-too-large = 文件太大。我只能读取不超过 { $most } kB 的文件。
config-not-fetched = 无法从 Discord 获取文件。请重试。
config-gone = 此导入已应用或已取消，或者已超过一天。请重新导入文件。
config-changed = 你导入文件之后，本服务器的配置发生了变化，因此未应用任何更改。请重新导入，查看现在会更改什么。
config-problems = 无法使用此文件：有 { $count } 个问题。未做任何更改。
config-problems-more = ……还有 { $count } 项。请先修正以上问题，再重新导入文件。
config-same = 此文件与本服务器的配置相同，无需更改。
config-compare = 此文件将更改的内容
config-applied = 已导入配置
config-canceled = 已取消。未做任何更改。
config-undone = 已撤销导入
config-undo-gone = 此导入无法再撤销：已经撤销过，或者已超过一天。
config-undo-changed = 导入之后，本服务器的配置发生了变化，因此未撤销任何更改。
config-counts = 新增 { $added } · 更改 { $changed } · 移除 { $removed } · 未变 { $unchanged }
config-empty = 此文件是空的。使用 `/{ command-config } { command-config-export }` 可以生成能够导入的文件。
config-not-json = 这不是有效的 JSON：请查看第 { $line } 行第 { $column } 列。
config-not-ours = 这不是 paperboy 的配置：开头不是 `"paperboy": 1`。
config-newer = 此文件使用格式版本 { $version }，我暂不支持。
config-too-many = 此文件有 { $count } 个订阅。一个服务器最多 { $most } 个。
config-not-object = 必须是对象：`{ "{" } … { "}" }`。
config-not-list = 必须是列表：`[ … ]`。
config-unknown-key = 没有名为 `{ $key }` 的设置。
config-bad-id = `id` 必须是订阅编号，或省略。
config-id-twice = #{ $id } 在文件中出现了两次。
config-not-text = `{ $key }` 必须是带引号的文本。
config-not-flag = `{ $key }` 必须是 true 或 false。
config-bad-pause = `paused` 必须是 true、false 或暂停结束的时间，例如 `2026-12-27T00:00:00Z`。
button-apply = 应用
button-cancel = 取消

## Notices

button-check-again = 重新检查
menu-move-to = 移动到…
notice-open = 已重新检查 { $channel }：现在可以发布了。
notice-still-closed = 已重新检查 { $channel }。{ $why }
notice-moved = 已将 { $count } 个订阅移动到 { $channel }。
notice-nothing-there = 已没有订阅发布到该频道。

## Search: filters and privacy

option-private = 私密
search-none-passes = 有 { $count } 篇论文与“{ $query }”匹配，但都不符合你的筛选条件。
search-without-filters = 不使用筛选条件搜索

## /about

command-about = 关于
    .about = paperboy 是什么、它的版本，以及如何添加到你的服务器
about-permissions = 发布内容需要以下权限：{ permission-view }、{ permission-send }、{ permission-embed }和{ permission-read-history }；子区还需要{ permission-create-threads }和{ permission-send-in-threads }。邀请链接只请求这些权限。
about-privacy = 我不读取消息。我只保存管理员在此设置的内容、由谁更改，以及哪些论文发布在哪里。按钮放不下的长搜索会保存一个月，以便翻页。
about-invite = 添加到服务器
about-policy = 隐私政策
about-terms = 服务条款
about-source = 源代码
