home-title = 家门口的事，说一声就办
home-lead = 拍一张、写一句，就有人接。每件事都有回执、有期限、有人回访。
home-report = 我要反映
home-receipt = 查我的回执
home-recent = 大家最近反映的事
home-more = 全部公开办件
report-title = 反映一件事
report-lead = 写清楚是什么事、在哪里。其余的我们来。
report-text = 什么事
report-text-hint = 一两句就行，比如“3幢电梯停了三天”
report-category = 属于哪一类
report-category-any = 说不准，请工作人员帮我选
report-where = 在哪里
report-where-hint = 小区、楼号，或者附近的店名
report-photo = 照片
report-photo-hint = 有照片更快，没有也可以
report-phone = 手机号
report-phone-hint = 想让我们打电话回您就留下；不留也能办，用回执查进度
report-name = 怎么称呼您
report-anonymous = 匿名反映
report-anonymous-hint = 我们不记您的名字和电话。回执丢了就查不到，请保存好。
report-optional = 可不填
report-send = 提交
receipt-title = 您的回执
receipt-known = 已收到，最晚 { $when } 前告诉您怎么办
receipt-keep = 请把这 16 位数字记下来或拍照。凭它可以随时查进度、补充、催一催、评价。
receipt-track = 办到哪一步了
receipt-reply = 答复
receipt-messages = 我们告诉过您
receipt-enter = 输入回执上的 16 位数字
receipt-open = 查看
receipt-wrong = 没有这张回执。请对照数字再输一遍。
receipt-urge = 催一催
receipt-add = 补充情况
receipt-add-send = 提交补充
receipt-rate = 事情办得怎么样
receipt-rate-solved = 问题解决了吗
receipt-rate-level = 您满意吗
receipt-rate-send = 提交评价
receipt-leave = 不看了
yes = 是
no = 否
due-how = 这个日子是怎么算出来的
due-rule = { $unit ->
    [work_days] 按工作日算，从第二天数起，一共 { $amount } 个
    [calendar_days] 按自然日算，从第二天数起，一共 { $amount } 天
    [work_minutes] 只算上班时间，一共 { $amount } 分钟
   *[minutes] 不分昼夜，一共 { $amount } 分钟
}
due-paused = 正在等您的回答，期限先停着
cases-title = 公开办件
cases-lead = 大家反映、街道正在办和已经办好的事。个人信息都不公开。
cases-none = 还没有公开的办件
cases-none-text = 有了会在这里看到。您也可以先反映一件。
case-reply = 答复
case-lead-unit = 办理中，期限 { $when }
case-closed-at = { $when } 办结
step-received = 已收到
step-accepted = 已受理
step-handling = 办理中
step-asked = 请您评价
step-done = 已办结
state-registered = 待受理
state-awaiting_info = 等您补充
state-accepted = 待派单
state-dispatched = 待签收
state-handling = 办理中
state-return_pending = 退单待审
state-conferral = 会商中
state-deferred = 挂账
state-review = 待审核
state-verification = 待核查
state-callback = 待评价
state-answered = 已答复
state-refused = 不予受理
state-closed = 已办结
state-merged = 已并单
state-withdrawn = 已撤回
state-archived = 已归档
level-very_satisfied = 非常满意
level-satisfied = 满意
level-basically = 基本满意
level-dissatisfied = 不满意
level-very_dissatisfied = 非常不满意
message-accepted = 我们受理了您的事
message-dispatched = 已经派给负责的单位
message-signed = 负责的单位接单了
message-question = 有个问题想问您，请补充
message-contacted = 我们联系了您
message-replied = 单位说办好了，请看答复
message-closed = 这件事办结了
message-redo = 您说没解决，我们重新办
message-answered = 我们直接答复了您
message-refused = 这件事不归街道办，请看说明
message-lapsed = 没等到您的补充，先放一放；30 天内补充就接着办
message-date_moved = 因为工作日历调整，期限变了
problem-text-missing = 请写一写是什么事，或者放一张照片
problem-text-too-long = 太长了，最多 { $most } 个字
problem-place-missing = 请写一写在哪里
problem-phone-malformed = 手机号好像不对，请再看一下
problem-phone-for-callback = 要打电话回您，请留个手机号
problem-client-key-missing = 页面过期了，请刷新后再提交；您写的内容还在
problem-key-reused = 这一页已经提交过另一件事了，请重新打开再写
problem-channel-of-staff = 这个渠道由工作人员登记
problem-category-missing = 请选一个类别
problem-words-missing = 请写一写
problem-not-now = 现在还不能做这一步
problem-stale = 刚刚有人动过这件事，请看一眼最新情况再提交
problem-receipt-wrong = 没有这张回执。请对照数字再输一遍
problem-not_a_photo = 这个文件不是照片，请用 JPG、PNG 或 WebP
problem-photo_unreadable = 照片打不开，请换一张
problem-solved-missing = 请选一选解决了没有
problem-satisfaction-missing = 请选一选满意不满意
problem-too-late = 已经超过 { $days } 天
problem-once-only = 异议只能提一次
day-work = 工作日
day-rest = 休息日
day-holiday = 法定节假日
day-makeup = 补班
day-shutdown = 停工
desk-queue = 工单处置
desk-search = 搜索编号、标题、类别
desk-state = 状态
desk-all = 全部
desk-find = 查找
desk-none = 没有符合条件的办件
desk-none-text = 换个条件试试，或者登记一件新的。
desk-no = 编号
desk-title = 标题
desk-due = 期限
desk-voices = 来件
desk-overdue = 已超期
desk-lead = 主办单位
desk-proposed = 目录建议
desk-reply = 公开答复
desk-next = 现在可以做
desk-nothing = 现在没有您要做的
desk-text = 说明
desk-category = 类别编码
desk-reached = 联系上了
desk-result = 办理结果
desk-solved = 解决了
desk-office = 应由谁办、怎么联系
desk-reason = 理由
verb-acceptance = 受理
verb-information-request = 请来件人补充
verb-answer = 直接答复
verb-refusal = 拟不予受理
verb-refusal-confirmation = 确认不予受理
verb-dispatch = 派单
verb-signing = 签收
verb-contact = 登记联系
verb-completion = 报结
verb-approval = 审核通过
verb-rework = 返工
verb-callback = 登记回访
verb-closure = 办结
verb-redo = 重办
means-phone = 电话
means-visit = 上门
means-message = 留言
means-desk = 窗口
desk-means = 方式
result-solved = 已解决
result-explained = 已解释
result-unsolved = 未解决
reason-outside_powers = 不在街道和区的职权内
reason-justice_or_military = 司法、军队事项
reason-emergency_line = 应拨打紧急电话
reason-in_proceedings = 已进入法律程序
reason-settled = 同一事实已办结
reason-against_law = 违反法律或公序良俗
reason-no_content = 没有内容
problem-contact-first = 请先联系来件人并登记
problem-result-missing = 请选办理结果
problem-personal-words = 公开答复里不要写电话和证件号
problem-other-hand = 这一步要由另一个人来做
problem-unit-missing = 请选主办单位
problem-unit-inactive = 这个单位不能接单
problem-unit-accused = 被诉单位不能承办
problem-callbacks-open = 还有来件人没有回访到
problem-redo-due = 来件人说没解决，应当重办
problem-redo-needs-supervisor = 第三次重办由督办员决定
problem-means-missing = 请选联系方式
problem-reason-missing = 请选理由
problem-no-proposal = 还没有人提出不予受理
problem-needs-handling = 投诉和举报要办理，不能只答复
problem-questions-used = 一轮最多问 { $most } 次
problem-public-level-loosened = 放宽公开级别要两个人
problem-title-too-long = 标题最多 { $most } 个字
problem-not-yet = 还没到时候
problem-never-lapses = 这类事不会自动撤回

## The desk


## Intake, callbacks, pipeline


## Figures: overview, wall, rates


## Photos


## My things, hints, map


## Problems of the desk


## Problems of photos and residents
