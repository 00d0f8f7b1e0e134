<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_TW">
<context>
    <name>ArticlesPage</name>
    <message>
        <source>合作社法 §9-1 的 16 款。回答每一款的問題，就是章程草案的內容；可先存一部分。</source>
        <translation>The 16 items of 合作社法 §9-1. Your answers are the draft articles; save half of them if you like.</translation>
    </message>
    <message>
        <source>章程草案</source>
        <translation>Draft articles</translation>
    </message>
</context>
<context>
    <name>AskPage</name>
    <message>
        <source>問題會附在中央審查台的這筆案件上</source>
        <translation>Your question is put beside this case at central's review desk</translation>
    </message>
    <message>
        <source>現在就會送出，需要網路。請不要寫入個人資料；審查人員會與本櫃台聯繫，案件保留在待處理。</source>
        <translation>It is sent now and needs the network. Write no personal data; the review desk will contact this counter. The case stays on the list.</translation>
    </message>
    <message>
        <source>經辦人</source>
        <translation>Handled by</translation>
    </message>
    <message>
        <source>要請中央查明什麼</source>
        <translation>What central should find out</translation>
    </message>
    <message>
        <source>請中央審查人員查明</source>
        <translation>Ask the review desk</translation>
    </message>
    <message>
        <source>送給中央</source>
        <translation>Send to central</translation>
    </message>
</context>
<context>
    <name>Assessment</name>
    <message>
        <source>「{theme}」{score} 分，可用{kinds}補強</source>
        <translation>{theme} scored {score}: helped by {kinds}</translation>
    </message>
</context>
<context>
    <name>AttendCasePage</name>
    <message>
        <source>{at} 已在本櫃台受理並保存（暫定），等待中央確認。</source>
        <translation>{at}: taken and kept at this counter (provisional), waiting for central.</translation>
    </message>
    <message>
        <source>一併未成立</source>
        <translation>Came to nothing with it</translation>
    </message>
    <message>
        <source>中央回覆：{at}</source>
        <translation>Central's answer: {at}</translation>
    </message>
    <message>
        <source>代碼 {code}</source>
        <translation>Code {code}</translation>
    </message>
    <message>
        <source>可協助的人：{who}</source>
        <translation>Who can help: {who}</translation>
    </message>
    <message>
        <source>回待處理</source>
        <translation>Back to the list</translation>
    </message>
    <message>
        <source>已結案</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>帶入原來的資料重新開始；請先插入當事人的憑證卡片。</source>
        <translation>Begins anew with the data given then; the holder's card has to be inserted first.</translation>
    </message>
    <message>
        <source>帶入原來的資料重新開始；須重新同意告知事項，並以憑證簽章。</source>
        <translation>Begins anew with the data given then; the notice has to be agreed to and signed again.</translation>
    </message>
    <message>
        <source>後續作法</source>
        <translation>What can be done</translation>
    </message>
    <message>
        <source>把問題附在這筆案件上送給中央；需要網路。沒有網路時請洽 0809-092-091。</source>
        <translation>Sends your question to central with this case; needs the network. Without it, call 0809-092-091.</translation>
    </message>
    <message>
        <source>撤回並結案</source>
        <translation>Withdraw and close</translation>
    </message>
    <message>
        <source>更正後重新送出</source>
        <translation>Correct and send again</translation>
    </message>
    <message>
        <source>查看當時的單據　{number}</source>
        <translation>See the paper handed out　{number}</translation>
    </message>
    <message>
        <source>檢查碼</source>
        <translation>Check code</translation>
    </message>
    <message>
        <source>當事人同意不再辦理時使用；須填寫經辦人與原因，紀錄會保留。</source>
        <translation>For when it is agreed not to go on; who and why are asked for, and the record is kept.</translation>
    </message>
    <message>
        <source>當時告知當事人</source>
        <translation>What the person was told</translation>
    </message>
    <message>
        <source>經辦人：{by}</source>
        <translation>Handled by {by}</translation>
    </message>
    <message>
        <source>處理經過</source>
        <translation>What was done</translation>
    </message>
    <message>
        <source>請不要重送；請系統管理人員查明後處理。</source>
        <translation>Do not send it again; the system administrator has to look into it.</translation>
    </message>
    <message>
        <source>請中央審查人員查明</source>
        <translation>Ask the review desk</translation>
    </message>
    <message>
        <source>這家合作社已在別處註冊。若統一編號輸入錯誤，請更正後重新送出；若確為同一家，請告知當事人以原註冊的憑證辦理，不必再註冊。</source>
        <translation>This cooperative is registered elsewhere. If the 統一編號 was mistyped, correct it and send again; if it is the same one, tell the person to use the certificate it was registered with. There is no need to register again.</translation>
    </message>
    <message>
        <source>這筆案件不再等待處理；紀錄保留在此。</source>
        <translation>It waits for nobody any more; its record stays here.</translation>
    </message>
    <message>
        <source>請發起人以取案碼開啟設立案件，更正後再儲存一次。</source>
        <translation>Let the founders open the case with its code, correct it and save it again.</translation>
    </message>
    <message>
        <source>請當事人按「文字客服」再寫一次，或改打客服諮詢專線。</source>
        <translation>Ask the person to write it again under 文字客服 (Message), or to call the service line.</translation>
    </message>
</context>
<context>
    <name>AttendPage</name>
    <message>
        <source>回同步</source>
        <translation>Back to sync</translation>
    </message>
    <message>
        <source>已結案</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>待處理</source>
        <translation>Things to attend to</translation>
    </message>
    <message>
        <source>沒有待處理的案件</source>
        <translation>Nothing to attend to</translation>
    </message>
    <message>
        <source>這些事項已在本櫃台受理，但中央未接受。請與當事人聯繫，選擇後續作法。</source>
        <translation>Taken at this counter, but not accepted by central. Talk to the person, then choose what to do.</translation>
    </message>
    <message>
        <source>（合作社資料未成立）</source>
        <translation>(cooperative not registered)</translation>
    </message>
    <message>
        <source>中央未接受的事項會列在這裡。</source>
        <translation>What central does not accept is listed here.</translation>
    </message>
</context>
<context>
    <name>BoardsPage</name>
    <message>
        <source>人數與任期寫在章程裡；選出後填上姓名，帶入理監事名冊。</source>
        <translation>Numbers and terms stand in the articles. Once elected, enter the names: they go into the list of directors and supervisors.</translation>
    </message>
    <message>
        <source>理事、監事</source>
        <translation>Directors and supervisors</translation>
    </message>
    <message>
        <source>第 {lines} 列看不出職務與姓名</source>
        <translation>No post and name in line {lines}</translation>
    </message>
    <message>
        <source>職務：理事主席、理事、候補理事、監事主席、監事、候補監事</source>
        <translation>Posts in Chinese: 理事主席 chair, 理事 director, 候補理事 alternate; 監事主席, 監事, 候補監事 for supervisors</translation>
    </message>
    <message>
        <source>請照「理事 林曉明」填寫，職務在前、姓名在後。</source>
        <translation>Write the post first and then the name, as in 理事 林曉明.</translation>
    </message>
    <message>
        <source>選出的理監事（一列一位：職務 姓名）</source>
        <translation>The elected (one a line: post, name)</translation>
    </message>
</context>
<context>
    <name>BundlePage</name>
    <message>
        <source>用隨身碟與中央服務交換資料</source>
        <translation>Exchange data by USB stick</translation>
    </message>
    <message>
        <source>沒有網路時，把待送資料寫到隨身碟帶給中央服務，再把回覆帶回來。檔案已加密，別人打不開。</source>
        <translation>Without a network, what waits goes to the central service on a stick, and the answer comes back. Nobody else can open the files.</translation>
    </message>
    <message>
        <source>寫入待送資料</source>
        <translation>Write what waits</translation>
    </message>
    <message>
        <source>讀取中央的回覆</source>
        <translation>Read the answer</translation>
    </message>
    <message>
        <source>沒有找到隨身碟</source>
        <translation>No USB stick was found</translation>
    </message>
    <message>
        <source>請插入隨身碟，稍等幾秒再按「重新尋找」。隨身碟須已由系統掛載。</source>
        <translation>Put a stick in, wait a few seconds, then press Look again. The system must have mounted it.</translation>
    </message>
    <message>
        <source>重新尋找</source>
        <translation>Look again</translation>
    </message>
    <message>
        <source>唯讀：只能讀取回覆
{folder}</source>
        <translation>Read-only: an answer can be read from it
{folder}</translation>
    </message>
    <message>
        <source>可用空間 {size}
{folder}</source>
        <translation>{size} free
{folder}</translation>
    </message>
    <message>
        <source>（最早 {moment}）</source>
        <translation> (the oldest from {moment})</translation>
    </message>
    <message>
        <source>{count} 筆</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>待送資料</source>
        <translation>Waiting to be sent</translation>
    </message>
    <message>
        <source>正在寫入隨身碟，請勿拔出</source>
        <translation>Writing to the stick; do not pull it out</translation>
    </message>
    <message>
        <source>正在讀取隨身碟，請勿拔出</source>
        <translation>Reading from the stick; do not pull it out</translation>
    </message>
    <message>
        <source>已寫入待送資料 {count} 筆，檔名 {file}。</source>
        <translation>{count} waiting commands were written, as {file}. </translation>
    </message>
    <message>
        <source>可以拔出隨身碟</source>
        <translation>The stick may be removed</translation>
    </message>
    <message>
        <source>已完整寫入，請先退出隨身碟再拔出</source>
        <translation>All is written; eject the stick before you remove it</translation>
    </message>
    <message>
        <source>這部電腦無法自動退出隨身碟：請在系統的檔案管理員按「退出」，再拔出。</source>
        <translation>This computer cannot eject it by itself: press Eject in the file manager, then remove it.</translation>
    </message>
    <message>
        <source>中央服務於 {moment} 寫出。</source>
        <translation>Written by the central service on {moment}. </translation>
    </message>
    <message>
        <source>這份回覆沒有新的內容</source>
        <translation>This answer has nothing new</translation>
    </message>
    <message>
        <source>先前都已收下。</source>
        <translation>All of it was taken before.</translation>
    </message>
    <message>
        <source>已確認 {accepted} 筆，不成立 {turned_down} 筆，收到紀錄 {received} 筆。</source>
        <translation>{accepted} confirmed, {turned_down} not accepted, {received} records received. </translation>
    </message>
    <message>
        <source>不成立的原因，請看該會員的通知。</source>
        <translation>The reason is in the notices of that member.</translation>
    </message>
    <message>
        <source>已收下回覆，有不成立的項目</source>
        <translation>The answer was taken; something was not accepted</translation>
    </message>
    <message>
        <source>已收下中央服務的回覆</source>
        <translation>The answer of the central service was taken</translation>
    </message>
</context>
<context>
    <name>BusyOverlay</name>
    <message>
        <source>已完成 {done}／{total}</source>
        <translation>{done} of {total} done</translation>
    </message>
    <message>
        <source>已進行 {seconds} 秒</source>
        <translation>{seconds} seconds so far</translation>
    </message>
</context>
<context>
    <name>CancelledPage</name>
    <message>
        <source>訂單已取消</source>
        <translation>The order is cancelled</translation>
    </message>
    <message>
        <source>不需付款；訂單保留的點數已釋出。</source>
        <translation>Nothing is to be paid; its points are released.</translation>
    </message>
    <message>
        <source>前往帳戶總覽</source>
        <translation>Go to the overview</translation>
    </message>
    <message>
        <source>訂單編號</source>
        <translation>Order number</translation>
    </message>
    <message>
        <source>釋出的數位點數</source>
        <translation>Points released</translation>
    </message>
    <message>
        <source>訂單未取消</source>
        <translation>The order was not cancelled</translation>
    </message>
    <message>
        <source>中央未接受這次取消；訂單以帳戶總覽所列為準。</source>
        <translation>Central did not accept the cancellation; the order stands as in your account.</translation>
    </message>
</context>
<context>
    <name>CardInvitation</name>
    <message>
        <source>讀卡機準備好了</source>
        <translation>The reader is ready</translation>
    </message>
    <message>
        <source>請用組織及團體憑證，或負責人的自然人憑證。</source>
        <translation>Use the organisation certificate, or the representative&apos;s citizen certificate.</translation>
    </message>
    <message>
        <source>晶片面朝上，插到底；讀到後會自動繼續。</source>
        <translation>Chip side up, all the way in; once read, it goes on by itself.</translation>
    </message>
    <message>
        <source>插卡只讀取憑證，簽章時才會請您輸入 PIN 碼。</source>
        <translation>Only the certificate is read now; the PIN is asked for when you sign.</translation>
    </message>
</context>
<context>
    <name>CardPage</name>
    <message>
        <source>插入憑證卡片</source>
        <translation>Insert your card</translation>
    </message>
    <message>
        <source>請將卡片晶片朝上，插入讀卡機並推到底。讀到後會自動進入下一步。</source>
        <translation>Insert the card with its chip up, all the way. The next step follows by itself.</translation>
    </message>
    <message>
        <source>正在讀取卡片…</source>
        <translation>Reading the card...</translation>
    </message>
    <message>
        <source>讀到的憑證</source>
        <translation>Certificate read</translation>
    </message>
    <message>
        <source>憑證種類</source>
        <translation>Certificate</translation>
    </message>
    <message>
        <source>持有人</source>
        <translation>Holder</translation>
    </message>
    <message>
        <source>憑證狀態</source>
        <translation>Certificate status</translation>
    </message>
    <message>
        <source>暫定，將由中央確認</source>
        <translation>Provisional: central will confirm it</translation>
    </message>
</context>
<context>
    <name>CasePage</name>
    <message>
        <source>{broken} 項不符規定，{missing} 項待補</source>
        <translation>{broken} against a rule, {missing} missing</translation>
    </message>
    <message>
        <source>{missing} 項待補</source>
        <translation>{missing} missing</translation>
    </message>
    <message>
        <source>刪除案件</source>
        <translation>Delete the case</translation>
    </message>
    <message>
        <source>已完成 {done}／{total} 部分。每一部分都可以先存一半，之後再補。</source>
        <translation>{done} of {total} parts are done. Each may be saved half-finished.</translation>
    </message>
    <message>
        <source>待填寫</source>
        <translation>To be filled in</translation>
    </message>
    <message>
        <source>日程</source>
        <translation>Days</translation>
    </message>
    <message>
        <source>書表</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>未定</source>
        <translation>not set</translation>
    </message>
    <message>
        <source>登記後加入臺灣雲市集</source>
        <translation>Registered? Join 臺灣雲市集</translation>
    </message>
    <message>
        <source>符合規定</source>
        <translation>In order</translation>
    </message>
    <message>
        <source>設立案件</source>
        <translation>Founding case</translation>
    </message>
    <message>
        <source>已註冊臺灣雲市集</source>
        <translation>Joined 臺灣雲市集</translation>
    </message>
    <message>
        <source>請插入合作社的憑證卡片，從首頁繼續辦理。案件不再需要時可以刪除。</source>
        <translation>Put in the cooperative's card and go on from the start page. Delete the case when it is not needed any more.</translation>
    </message>
</context>
<context>
    <name>Cases</name>
    <message>
        <source>{count} 題</source>
        <translation>{count} questions</translation>
    </message>
    <message>
        <source>取消訂單</source>
        <translation>Cancelling an order</translation>
    </message>
    <message>
        <source>問卷版本</source>
        <translation>Questionnaire</translation>
    </message>
    <message>
        <source>已作答</source>
        <translation>Answered</translation>
    </message>
    <message>
        <source>已結案</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>已請中央審查人員查明</source>
        <translation>The review desk was asked</translation>
    </message>
    <message>
        <source>待處理</source>
        <translation>To attend to</translation>
    </message>
    <message>
        <source>撤回，結案</source>
        <translation>Withdrawn, closed</translation>
    </message>
    <message>
        <source>數位自評</source>
        <translation>Self-assessment</translation>
    </message>
    <message>
        <source>更正後已重新送出，結案</source>
        <translation>Corrected and sent again, closed</translation>
    </message>
    <message>
        <source>申請專家服務</source>
        <translation>Request for an expert</translation>
    </message>
    <message>
        <source>申請資料</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>登入帳號</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>聯絡人</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>註冊</source>
        <translation>Registration</translation>
    </message>
    <message>
        <source>諮詢主題</source>
        <translation>Topics</translation>
    </message>
    <message>
        <source>退訂</source>
        <translation>Refund</translation>
    </message>
    <message>
        <source>選購方案</source>
        <translation>Order</translation>
    </message>
    <message>
        <source>開始更正</source>
        <translation>Correction begun</translation>
    </message>
    <message>
        <source>電話</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>刪除設立案件</source>
        <translation>Delete the founding case</translation>
    </message>
    <message>
        <source>設立案件</source>
        <translation>Founding case</translation>
    </message>
    <message>
        <source>諮詢</source>
        <translation>Message to the help desk</translation>
    </message>
</context>
<context>
    <name>ConsentPage</name>
    <message>
        <source>同意告知事項</source>
        <translation>Notice and consent</translation>
    </message>
    <message>
        <source>依個人資料保護法第 8 條，在蒐集任何資料之前向您說明。</source>
        <translation>Told to you before any data is collected (Personal Data Protection Act, article 8).</translation>
    </message>
    <message>
        <source>個人資料蒐集告知事項</source>
        <translation>Notice on personal data</translation>
    </message>
    <message>
        <source>平台條款摘要</source>
        <translation>Terms in short</translation>
    </message>
    <message>
        <source>我已閱讀並同意上述告知事項與平台條款</source>
        <translation>I have read the notice and the terms above and agree</translation>
    </message>
    <message>
        <source>版本 {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>已是會員的，可在本櫃台直接提出請求並取得受理回執；註冊的進度會保留。</source>
        <translation>Members may ask right here and get a receipt; the registration under way is kept.</translation>
    </message>
    <message>
        <source>我的個人資料：查詢、更正、刪除</source>
        <translation>My personal data: see, correct, delete</translation>
    </message>
</context>
<context>
    <name>ContactPage</name>
    <message>
        <source>聯絡人資料</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>此信箱即為登入帳號，下一步會寄驗證碼到這裡，也會收到點數與訂單通知。</source>
        <translation>This address becomes your account. A code is sent there next, and later notices about points and orders.</translation>
    </message>
    <message>
        <source>聯絡人姓名</source>
        <translation>Contact&apos;s name</translation>
    </message>
    <message>
        <source>電子郵件</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>聯絡電話</source>
        <translation>Telephone</translation>
    </message>
    <message>
        <source>送出申請資料</source>
        <translation>Submitting your application</translation>
    </message>
    <message>
        <source>這不是完整的電子郵件地址，請檢查 @ 與後面的網域，例如 name@example.org</source>
        <translation>This is not a complete e-mail address. Check the @ and what follows it, as in name@example.org</translation>
    </message>
    <message>
        <source>請輸入 8 至 15 位數字的電話號碼</source>
        <translation>Please enter a telephone number of 8 to 15 digits</translation>
    </message>
</context>
<context>
    <name>CooperativePage</name>
    <message>
        <source>合作社資料</source>
        <translation>Your cooperative</translation>
    </message>
    <message>
        <source>請確認名稱與統一編號，須與稅籍登記相同。</source>
        <translation>Check name and business number; they must be those of the tax registration.</translation>
    </message>
    <message>
        <source>憑證資料</source>
        <translation>Certificate</translation>
    </message>
    <message>
        <source>憑證種類</source>
        <translation>Certificate</translation>
    </message>
    <message>
        <source>持有人</source>
        <translation>Holder</translation>
    </message>
    <message>
        <source>卡片與您選擇的不同，將以卡片的憑證辦理</source>
        <translation>The card is another than you chose; its certificate is used</translation>
    </message>
    <message>
        <source>合作社名稱</source>
        <translation>Name of the cooperative</translation>
    </message>
    <message>
        <source>統一編號</source>
        <translation>Business number</translation>
    </message>
    <message>
        <source>8 位數字，在稅籍登記或統一發票章上</source>
        <translation>8 digits, on the tax registration or the invoice stamp</translation>
    </message>
    <message>
        <source>統一編號是 8 位數字，目前輸入 {count} 位</source>
        <translation>A business number has 8 digits; you entered {count}</translation>
    </message>
    <message>
        <source>這組統一編號的檢查碼不符，請對照稅籍登記再輸入一次</source>
        <translation>The check digit does not match. Please compare with the tax registration and enter it again.</translation>
    </message>
    <message>
        <source>下一步以手機簽章時確認</source>
        <translation>Known once the phone has signed</translation>
    </message>
</context>
<context>
    <name>CrashPage</name>
    <message>
        <source>畫面發生問題</source>
        <translation>Something went wrong here</translation>
    </message>
    <message>
        <source>很抱歉，這不是您的操作造成的。</source>
        <translation>We are sorry. It was nothing you did.</translation>
    </message>
    <message>
        <source>回首頁</source>
        <translation>To the start page</translation>
    </message>
    <message>
        <source>已送出的都安全</source>
        <translation>What you submitted is safe</translation>
    </message>
    <message>
        <source>已簽章送出的事項與收據都已保存；填到一半的內容，可從首頁的「上次未完成」繼續。</source>
        <translation>Everything signed and submitted is kept, with its receipts. What was half filled in can be continued from the start page.</translation>
    </message>
    <message>
        <source>請告訴服務人員這組代碼</source>
        <translation>Please tell the staff this code</translation>
    </message>
    <message>
        <source>客服諮詢專線 0809-092-091</source>
        <translation>Helpline 0809-092-091</translation>
    </message>
</context>
<context>
    <name>DayField</name>
    <message>
        <source>沒有這一天，請照 2026/01/31 或 115/01/31 輸入</source>
        <translation>There is no such day: write it as 2026/01/31</translation>
    </message>
    <message>
        <source>年/月/日（西元或民國）</source>
        <translation>year/month/day</translation>
    </message>
</context>
<context>
    <name>DaysPage</name>
    <message>
        <source>填上已辦或預定的日子，期限會自動算出；創立會後填出席人數。</source>
        <translation>Enter days past or planned: the deadlines follow. After the founding meeting, enter who was present.</translation>
    </message>
    <message>
        <source>日程與創立會</source>
        <translation>Days and founding meeting</translation>
    </message>
    <message>
        <source>期限</source>
        <translation>Deadlines</translation>
    </message>
</context>
<context>
    <name>DeclarationPage</name>
    <message>
        <source>授權與聲明</source>
        <translation>Declaration</translation>
    </message>
    <message>
        <source>以下為申請資格，請逐項確認；須全部符合才能申請。</source>
        <translation>These are the conditions. Please confirm each one; all of them must hold.</translation>
    </message>
</context>
<context>
    <name>DeletePage</name>
    <message>
        <source>刪除中</source>
        <translation>Deleting</translation>
    </message>
    <message>
        <source>刪除後無法復原</source>
        <translation>What is deleted cannot be brought back</translation>
    </message>
    <message>
        <source>刪除設立案件</source>
        <translation>Delete the founding case</translation>
    </message>
    <message>
        <source>確定刪除</source>
        <translation>Delete for good</translation>
    </message>
    <message>
        <source>發起人、社員名冊與所有填寫的內容會從櫃台與中央刪除，只留送件紀錄備查。要保留時，請先存出書表。</source>
        <translation>Founders, the roll and all that was entered are deleted at the counter and at central; the record of what was sent stays. To keep them, save the papers first.</translation>
    </message>
</context>
<context>
    <name>Durations</name>
    <message>
        <source>{count} 分鐘</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{count} 天</source>
        <translation>{count} days</translation>
    </message>
    <message>
        <source>{count} 小時</source>
        <translation>{count} h</translation>
    </message>
    <message>
        <source>{count} 秒</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>{span}前</source>
        <translation>{span} ago</translation>
    </message>
    <message>
        <source>剛才</source>
        <translation>just now</translation>
    </message>
</context>
<context>
    <name>EmailCodePage</name>
    <message>
        <source>輸入驗證碼</source>
        <translation>Enter the code</translation>
    </message>
    <message>
        <source>驗證碼會寄到 {email}。沒收到時，請先看垃圾信件匣。</source>
        <translation>The code goes to {email}. If nothing comes, look in the spam folder first.</translation>
    </message>
    <message>
        <source>驗證碼已寄出</source>
        <translation>The code has been sent</translation>
    </message>
    <message>
        <source>驗證碼（6 位數字）</source>
        <translation>Code (6 digits)</translation>
    </message>
    <message>
        <source>重新寄送驗證碼</source>
        <translation>Send another code</translation>
    </message>
    <message>
        <source>現在無法收信也沒關係：按左上角回首頁，之後可從「上次未完成」繼續。</source>
        <translation>Cannot read e-mail now? Go to the start page (top left) and continue there later, under Unfinished.</translation>
    </message>
    <message>
        <source>驗證中</source>
        <translation>Checking</translation>
    </message>
    <message>
        <source>正在寄送驗證碼</source>
        <translation>Sending the code</translation>
    </message>
    <message>
        <source>之後再驗證，先回首頁</source>
        <translation>Verify later; back to the start</translation>
    </message>
</context>
<context>
    <name>FailurePanel</name>
    <message>
        <source>代碼 {code}</source>
        <translation>Code {code}</translation>
    </message>
</context>
<context>
    <name>FoundersPage</name>
    <message>
        <source>修改</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>出生日期</source>
        <translation>Date of birth</translation>
    </message>
    <message>
        <source>加入並儲存</source>
        <translation>Add and save</translation>
    </message>
    <message>
        <source>加入發起人</source>
        <translation>Add a founder</translation>
    </message>
    <message>
        <source>回案件</source>
        <translation>Back to the case</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>已加入 {count} 位</source>
        <translation>Entered: {count}</translation>
    </message>
    <message>
        <source>帶入姓名</source>
        <translation>Take over the name</translation>
    </message>
    <message>
        <source>發起人</source>
        <translation>Founders</translation>
    </message>
    <message>
        <source>移除</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>至少 {least} 位，每人一次。可插入本人的自然人憑證帶入姓名，不需要 PIN 碼。</source>
        <translation>At least {least}, each once. A founder's own card fills in the name; no PIN is needed.</translation>
    </message>
    <message>
        <source>與卡片的證號末四碼 {tail} 不符</source>
        <translation>The card says that it ends in {tail}</translation>
    </message>
    <message>
        <source>請輸入姓名</source>
        <translation>Enter the name</translation>
    </message>
    <message>
        <source>證號末四碼 {tail}</source>
        <translation>ID number ends in {tail}</translation>
    </message>
    <message>
        <source>讀到 {name} 的卡片</source>
        <translation>{name}'s card</translation>
    </message>
    <message>
        <source>身分證統一編號</source>
        <translation>ID number</translation>
    </message>
</context>
<context>
    <name>Founding</name>
    <message>
        <source>{article}；罰鍰 {fine}</source>
        <translation>{article}; fine: {fine}</translation>
    </message>
    <message>
        <source>依據：{article}</source>
        <translation>Source: {article}</translation>
    </message>
    <message>
        <source>儲存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>儲存中</source>
        <translation>Saving</translation>
    </message>
    <message>
        <source>創立會會議紀錄</source>
        <translation>Minutes of the founding meeting</translation>
    </message>
    <message>
        <source>創立會議程</source>
        <translation>Agenda of the founding meeting</translation>
    </message>
    <message>
        <source>合作社發起組織申請書</source>
        <translation>Application to organise (合作社發起組織申請書)</translation>
    </message>
    <message>
        <source>成立登記申請書</source>
        <translation>Application for registration (成立登記申請書)</translation>
    </message>
    <message>
        <source>日程與創立會</source>
        <translation>Days and founding meeting</translation>
    </message>
    <message>
        <source>正式書表：{forms}（{portal}）</source>
        <translation>Official forms: {forms} ({portal})</translation>
    </message>
    <message>
        <source>理事、監事</source>
        <translation>Directors and supervisors</translation>
    </message>
    <message>
        <source>理監事名冊</source>
        <translation>List of directors and supervisors</translation>
    </message>
    <message>
        <source>發起人</source>
        <translation>Founders</translation>
    </message>
    <message>
        <source>發起人名冊</source>
        <translation>List of founders</translation>
    </message>
    <message>
        <source>社名、業務與區域</source>
        <translation>Name, business and area</translation>
    </message>
    <message>
        <source>社員名冊</source>
        <translation>Roll of members</translation>
    </message>
    <message>
        <source>社員與社股</source>
        <translation>Members and shares</translation>
    </message>
    <message>
        <source>章程草案</source>
        <translation>Draft articles</translation>
    </message>
    <message>
        <source>籌備會會議紀錄</source>
        <translation>Minutes of the preparation meeting</translation>
    </message>
    <message>
        <source>籌備會議程</source>
        <translation>Agenda of the preparation meeting</translation>
    </message>
    <message>
        <source>籌組計畫書（含年度概算表）</source>
        <translation>Plan with the year's budget (籌組計畫書)</translation>
    </message>
    <message>
        <source>籌組計畫與概算</source>
        <translation>Plan and budget</translation>
    </message>
    <message>
        <source>這一部分符合規定</source>
        <translation>This part is in order</translation>
    </message>
    <message>
        <source>這些是草稿，不是主管機關的正式書表</source>
        <translation>These are drafts, not the authority's official forms</translation>
    </message>
    <message>
        <source>還有 {count} 項</source>
        <translation>{count} more</translation>
    </message>
    <message>
        <source>{cell}不是存在的日期，請照 1990/02/28 或 79/02/28 填寫</source>
        <translation>{cell}: no day that exists; write it as in 1990/02/28</translation>
    </message>
    <message>
        <source>{cell}不是整數</source>
        <translation>{cell}: not a whole number</translation>
    </message>
    <message>
        <source>欄位太多，多出的沒有讀入</source>
        <translation>too many cells; those beyond were not read</translation>
    </message>
    <message>
        <source>第 {number} 列：{text}</source>
        <translation>Line {number}: {text}</translation>
    </message>
    <message>
        <source>超過可讀入的列數，以下沒有讀入</source>
        <translation>too many lines; what follows was not read</translation>
    </message>
    <message>
        <source>{cell}太長，沒有讀入</source>
        <translation>{cell}: too long, not read</translation>
    </message>
</context>
<context>
    <name>FoundingHomePage</name>
    <message>
        <source>如何設立合作社</source>
        <translation>Founding a cooperative</translation>
    </message>
    <message>
        <source>建立設立案件</source>
        <translation>Begin a case</translation>
    </message>
    <message>
        <source>從發起到登記共五個步驟。先看指引，再建立設立案件，逐項檢查並帶出書表。</source>
        <translation>Five steps from the first idea to the register. Look at the guide, then begin a case: it is checked item by item and fills in the papers.</translation>
    </message>
    <message>
        <source>用取案碼或發起人的卡片</source>
        <translation>With its code or a founder's card</translation>
    </message>
    <message>
        <source>看設立步驟</source>
        <translation>See the steps</translation>
    </message>
    <message>
        <source>要做什麼、誰來辦、文件、期限與法條</source>
        <translation>What, who, papers, deadlines and law</translation>
    </message>
    <message>
        <source>設立步驟</source>
        <translation>The steps</translation>
    </message>
    <message>
        <source>諮詢</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>諮詢專線：{numbers}</source>
        <translation>Telephone: {numbers}</translation>
    </message>
    <message>
        <source>逐項填寫、檢查規定、帶出書表</source>
        <translation>Fill in, check, and make the papers</translation>
    </message>
    <message>
        <source>開啟設立案件</source>
        <translation>Open a case</translation>
    </message>
    <message>
        <source>專線、常見問題、要帶什麼</source>
        <translation>Hotline, questions, what to bring</translation>
    </message>
</context>
<context>
    <name>GuidePage</name>
    <message>
        <source>{day} 前</source>
        <translation>by {day}</translation>
    </message>
    <message>
        <source>一個縣市：該縣市政府；跨縣市：內政部（請在第 1 步選組織區域）</source>
        <translation>One county or city: its government. Several: 內政部 (Ministry of the Interior). Choose the area in step 1.</translation>
    </message>
    <message>
        <source>主管機關</source>
        <translation>Authority</translation>
    </message>
    <message>
        <source>以手機掃描</source>
        <translation>Scan with a phone</translation>
    </message>
    <message>
        <source>文件</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>日期（可填預定的日子，隨時可改）</source>
        <translation>Days (planned ones, too; change them any time)</translation>
    </message>
    <message>
        <source>期限</source>
        <translation>Deadlines</translation>
    </message>
    <message>
        <source>機關、法條與表格</source>
        <translation>Authority, law and forms</translation>
    </message>
    <message>
        <source>法條</source>
        <translation>Articles of law</translation>
    </message>
    <message>
        <source>看完了</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>組織區域（可複選）</source>
        <translation>Area (any number)</translation>
    </message>
    <message>
        <source>表格</source>
        <translation>Forms</translation>
    </message>
    <message>
        <source>要做什麼</source>
        <translation>What is done</translation>
    </message>
    <message>
        <source>諮詢專線</source>
        <translation>Telephone</translation>
    </message>
</context>
<context>
    <name>IdentityPage</name>
    <message>
        <source>選擇認證方式</source>
        <translation>Choose a certificate</translation>
    </message>
    <message>
        <source>您要用哪一種憑證辦理？請備妥憑證與可收信的手機。</source>
        <translation>Which certificate do you use? Have it and a phone for e-mail at hand.</translation>
    </message>
    <message>
        <source>以合作社的組織及團體憑證卡片辦理</source>
        <translation>With the cooperative&apos;s organisation certificate card</translation>
    </message>
    <message>
        <source>以負責人本人的自然人憑證卡片辦理</source>
        <translation>With the citizen certificate card of the person in charge</translation>
    </message>
    <message>
        <source>以負責人手機上的行動自然人憑證 APP 簽章，不需卡片</source>
        <translation>Sign with the app on the phone of the person in charge; no card is needed</translation>
    </message>
    <message>
        <source>需要網路；現在離線，請改用憑證卡片</source>
        <translation>Needs the network; as this counter is offline, please use a card</translation>
    </message>
</context>
<context>
    <name>JoinPage</name>
    <message>
        <source>8 位數字，在稅籍登記上</source>
        <translation>8 digits, on the tax registration</translation>
    </message>
    <message>
        <source>儲存中</source>
        <translation>Saving</translation>
    </message>
    <message>
        <source>加入臺灣雲市集</source>
        <translation>Join 臺灣雲市集</translation>
    </message>
    <message>
        <source>合作社名稱</source>
        <translation>Name of the cooperative</translation>
    </message>
    <message>
        <source>將帶入註冊的資料</source>
        <translation>What is carried over</translation>
    </message>
    <message>
        <source>成立登記證字號</source>
        <translation>Number of the registration certificate</translation>
    </message>
    <message>
        <source>統一編號</source>
        <translation>統一編號 (business number)</translation>
    </message>
    <message>
        <source>聯絡人姓名</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>聯絡電話</source>
        <translation>Telephone</translation>
    </message>
    <message>
        <source>這組統一編號的檢查碼不符，請對照稅籍登記再輸入一次</source>
        <translation>The check digit does not fit: compare it with the tax registration</translation>
    </message>
    <message>
        <source>開始註冊</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>電子郵件</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>領到登記證並辦妥營業登記後，填上登記證字號與統一編號，就能直接註冊，不必重填。</source>
        <translation>With the certificate and the tax registration in hand, enter their numbers and register: nothing is typed twice.</translation>
    </message>
</context>
<context>
    <name>Journey</name>
    <message>
        <source>處理中，請稍候</source>
        <translation>One moment, please</translation>
    </message>
    <message>
        <source>要放棄這次的{flow}嗎？</source>
        <translation>Give up: {flow}?</translation>
    </message>
    <message>
        <source>這次尚未送出的內容會刪除；已經簽章送出的不受影響。</source>
        <translation>What has not been submitted is deleted. What you have signed and submitted stays as it is.</translation>
    </message>
    <message>
        <source>放棄</source>
        <translation>Give up</translation>
    </message>
    <message>
        <source>繼續填寫</source>
        <translation>Go on</translation>
    </message>
</context>
<context>
    <name>KioskWindow</name>
    <message>
        <source>技術人員已開啟卡片追蹤（至 {}）：卡片內容會寫入檔案，期間請勿受理民眾的卡片</source>
        <translation>A technician's card trace is on until {}: what is on cards is written to a file. Take no cards from anybody meanwhile.</translation>
    </message>
    <message>
        <source>櫃台</source>
        <translation>Counter</translation>
    </message>
    <message>
        <source>本次資料庫不保存：系統沒有可用的金鑰圈</source>
        <translation>This session&apos;s database is not kept: the system has no keyring</translation>
    </message>
    <message>
        <source>操作說明</source>
        <translation>How it works</translation>
    </message>
    <message>
        <source>每頁只問一件事，填好後按「下一步」。按「返回」可回上一頁修改；按左上角回首頁，填到一半的內容會保留。需要協助時，請洽櫃台人員或客服諮詢專線 0809-092-091。</source>
        <translation>Each page asks one thing; then press Next. Back lets you change what came before. The mark at the top left leads to the start page, and what you have filled in is kept. For help, ask the staff or call 0809-092-091.</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>I see</translation>
    </message>
    <message>
        <source>外勤</source>
        <translation>Field office</translation>
    </message>
    <message>
        <source>人員已經到了嗎？</source>
        <translation>Is somebody here?</translation>
    </message>
    <message>
        <source>{since} 已呼叫人員。人員到場後請按「人員已到」，結束呼叫。</source>
        <translation>The staff was called at {since}. Press "Somebody is here" once somebody has come.</translation>
    </message>
    <message>
        <source>人員已到</source>
        <translation>Somebody is here</translation>
    </message>
    <message>
        <source>繼續等候</source>
        <translation>Keep waiting</translation>
    </message>
    <message>
        <source>已呼叫人員</source>
        <translation>The staff is called</translation>
    </message>
    <message>
        <source>請在這裡稍候，櫃台人員會過來；畫面右上角會一直顯示「呼叫中」。
等不及時，可按下方「文字客服」留言，或打客服諮詢專線 0809-092-091（週一至週日 9:00–18:00，國定假日以平台公告為主）。</source>
        <translation>Please wait here: somebody will come. The call stays at the top right of the screen.
If you cannot wait, write to the help desk (Message, below), or call the service line 0809-092-091 (every day 9:00–18:00, holidays as announced).</translation>
    </message>
    <message>
        <source>字級與對比</source>
        <translation>Type and contrast</translation>
    </message>
    <message>
        <source>勾選後立即套用；辦理完畢、取出卡片後恢復原來的設定。</source>
        <translation>What you tick counts at once. When you are done and take the card out, the usual look returns.</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>自助</source>
        <translation>Self-service</translation>
    </message>
    <message>
        <source>還在辦理嗎？</source>
        <translation>Are you still there?</translation>
    </message>
    <message>
        <source>按任意鍵或移動滑鼠就能繼續，填好的內容還在。</source>
        <translation>Press any key or move the mouse to go on; what was entered is still there.</translation>
    </message>
    <message>
        <source>繼續辦理</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>{seconds} 秒後鎖定櫃台。</source>
        <translation>The counter locks in {seconds} seconds.</translation>
    </message>
</context>
<context>
    <name>Marks</name>
    <message>
        <source>暫定：等待中央確認</source>
        <translation>Provisional: waiting for the central service</translation>
    </message>
    <message>
        <source>已在本櫃台受理並保存，連線後自動送出；結果更新在帳戶總覽。</source>
        <translation>Taken and kept at this counter; it is sent once there is a connection. The overview shows when it is confirmed.</translation>
    </message>
    <message>
        <source>暫停至 {day}，期間不發給數位點數；訂購、付款、退訂照常辦理。</source>
        <translation>Paused until {day}: no points are granted meanwhile; orders, payments and refunds go on as usual.</translation>
    </message>
    <message>
        <source>計畫暫停受理</source>
        <translation>The programme is paused</translation>
    </message>
    <message>
        <source>未成立，不生效</source>
        <translation>Turned down: void</translation>
    </message>
    <message>
        <source>暫定</source>
        <translation>Provisional</translation>
    </message>
    <message>
        <source>已確認</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>中央已接受。</source>
        <translation>Central has accepted it.</translation>
    </message>
    <message>
        <source>未成立：{why}</source>
        <translation>Not accepted: {why}</translation>
    </message>
    <message>
        <source>註冊未成立：{why}</source>
        <translation>Registration not accepted: {why}</translation>
    </message>
    <message>
        <source>目前離線：驗證碼要等連線後才能寄出</source>
        <translation>Offline: the code can only be mailed once there is a connection</translation>
    </message>
    <message>
        <source>申請資料照常受理並保存（暫定）；連線後，隨時可從帳戶總覽的「驗證Email」寄送並輸入驗證碼。現在可先填寫數位自評。</source>
        <translation>The application is taken and kept all the same (provisional); once there is a connection, the code is sent and entered from the account at any time. The self-assessment can be done now.</translation>
    </message>
    <message>
        <source>目前離線：照常受理，待中央確認</source>
        <translation>Offline: everything is taken, and central confirms it later</translation>
    </message>
    <message>
        <source>各項都可用卡片辦理（暫定）。驗證碼與付款連結等連線後寄到信箱；手機簽章、查詢別處的會員要等連線。</source>
        <translation>All can be done with a card (provisional). Codes and payment links are mailed later; signing by phone and look-ups of members elsewhere wait for the network.</translation>
    </message>
    <message>
        <source>目前離線：付款連結要等連線後才有</source>
        <translation>Offline: the payment link comes later</translation>
    </message>
    <message>
        <source>訂單照常受理並保存（暫定）；連線後由廠商確認，付款連結會寄到聯絡人信箱，不必在此等候。</source>
        <translation>The order is taken and kept (provisional). Once there is a connection the vendor confirms it and the payment link is mailed to the contact; there is no need to wait here.</translation>
    </message>
    <message>
        <source>離線受理，待中央確認</source>
        <translation>Taken offline; central has to confirm it</translation>
    </message>
    <message>
        <source>檢查碼 {code}：請抄下，連線後可憑此碼查詢結果。</source>
        <translation>Check code {code}: note it down; once there is a network the outcome can be looked up by it.</translation>
    </message>
    <message>
        <source>這家合作社已在別處註冊，不必再註冊；用這張卡片註冊的，請在首頁按「向中央查詢」，就能在這裡繼續；用其他憑證註冊的，請用原註冊的憑證辦理。若統一編號輸入錯誤，請重新註冊。不確定時請洽櫃台人員或客服諮詢專線 0809-092-091。</source>
        <translation>This cooperative is registered elsewhere; there is no need to register again. If it was registered with this card, press &quot;Look up at central&quot; on the first page to go on here; if with another certificate, use that one. If the 統一編號 was mistyped, register again. If in doubt, ask the staff or call 0809-092-091.</translation>
    </message>
</context>
<context>
    <name>MemberPage</name>
    <message>
        <source>插入憑證卡片</source>
        <translation>Insert your card</translation>
    </message>
    <message>
        <source>請插入會員的憑證卡片，讀到後會自動帶您前往。</source>
        <translation>Please insert the member&apos;s certificate card. Once it is read you are taken there.</translation>
    </message>
    <message>
        <source>正在讀取卡片…</source>
        <translation>Reading the card...</translation>
    </message>
    <message>
        <source>向中央查詢</source>
        <translation>Look up at central</translation>
    </message>
    <message>
        <source>本櫃台沒有這張卡片的會員資料</source>
        <translation>This counter knows no membership of this card</translation>
    </message>
    <message>
        <source>已在別處註冊的，按「向中央查詢」就能在這裡繼續；還沒有註冊的，請先註冊成為會員。</source>
        <translation>If you registered elsewhere, press &quot;Look up at central&quot; to go on here; if you have not registered yet, please register first.</translation>
    </message>
</context>
<context>
    <name>MembersPage</name>
    <message>
        <source>{least} 到 {most} 元</source>
        <translation>NT${least} to {most}</translation>
    </message>
    <message>
        <source>不可行：每位至少 1 股、最多 {percent}%（合作社法 §17），請調整人數或金額</source>
        <translation>Not possible: each has at least 1 share and at most {percent} % (合作社法 §17). Change members or amounts</translation>
    </message>
    <message>
        <source>全部 {count} 列都沒有問題</source>
        <translation>All {count} lines are right</translation>
    </message>
    <message>
        <source>取出目前名冊修改</source>
        <translation>Take out the roll to change it</translation>
    </message>
    <message>
        <source>名冊</source>
        <translation>Roll</translation>
    </message>
    <message>
        <source>填好上面三格即可試算</source>
        <translation>Fill in the three lines above</translation>
    </message>
    <message>
        <source>已繳股款合計</source>
        <translation>Paid in</translation>
    </message>
    <message>
        <source>平均每位股數</source>
        <translation>Shares per member</translation>
    </message>
    <message>
        <source>欄位順序：姓名、身分證統一編號、出生日期、認購股數、已繳股款；也可連同標題列貼上。</source>
        <translation>Columns: name, ID number, date of birth, shares, paid in; or paste them with their heads.</translation>
    </message>
    <message>
        <source>每位最多股數（{percent}%）</source>
        <translation>Most for one member ({percent} %)</translation>
    </message>
    <message>
        <source>每股金額（元）</source>
        <translation>Value of a share (NT$)</translation>
    </message>
    <message>
        <source>社員</source>
        <translation>Members</translation>
    </message>
    <message>
        <source>社員名冊（從試算表複製後貼上，一列一位）</source>
        <translation>Roll of members (copied from a spreadsheet, one a line)</translation>
    </message>
    <message>
        <source>社員與社股</source>
        <translation>Members and shares</translation>
    </message>
    <message>
        <source>第一次至少應繳（1/{parts}）</source>
        <translation>First payment at least (1/{parts})</translation>
    </message>
    <message>
        <source>總股數</source>
        <translation>Shares in all</translation>
    </message>
    <message>
        <source>股金總額</source>
        <translation>Capital</translation>
    </message>
    <message>
        <source>股金試算</source>
        <translation>Share calculator</translation>
    </message>
    <message>
        <source>至少 {least} 人</source>
        <translation>at least {least}</translation>
    </message>
    <message>
        <source>訂每股金額、試算股金，並從試算表貼上社員名冊；可先存一部分。</source>
        <translation>Set the value of a share, try the capital, and paste the roll from a spreadsheet; save half of it if you like.</translation>
    </message>
    <message>
        <source>認購股數合計</source>
        <translation>Shares taken</translation>
    </message>
    <message>
        <source>讀入並檢查</source>
        <translation>Read and check</translation>
    </message>
    <message>
        <source>逐列檢查結果</source>
        <translation>Line by line</translation>
    </message>
    <message>
        <source>預估社員人數</source>
        <translation>Members expected</translation>
    </message>
    <message>
        <source>預估股金總額（元）</source>
        <translation>Capital expected (NT$)</translation>
    </message>
</context>
<context>
    <name>NamePage</name>
    <message>
        <source>主管機關</source>
        <translation>Authority</translation>
    </message>
    <message>
        <source>主要業務</source>
        <translation>Main business</translation>
    </message>
    <message>
        <source>其他業務（可複選，寫在章程裡）</source>
        <translation>Other businesses (any number; they stand in the articles)</translation>
    </message>
    <message>
        <source>社名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>社名、業務與區域</source>
        <translation>Name, business and area</translation>
    </message>
    <message>
        <source>社名要看得出責任與一種主要業務；一邊輸入一邊檢查。</source>
        <translation>The name shows the liability and one main business; it is checked as you type.</translation>
    </message>
    <message>
        <source>社址</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>組織區域（可複選）</source>
        <translation>Area (any number)</translation>
    </message>
    <message>
        <source>責任</source>
        <translation>Liability</translation>
    </message>
</context>
<context>
    <name>NewCasePage</name>
    <message>
        <source>取案碼</source>
        <translation>Case code</translation>
    </message>
    <message>
        <source>取案碼只顯示這一次</source>
        <translation>The code is shown this once</translation>
    </message>
    <message>
        <source>已建立設立案件</source>
        <translation>The founding case is begun</translation>
    </message>
    <message>
        <source>我已抄下，開始填寫</source>
        <translation>I have noted it: go on</translation>
    </message>
    <message>
        <source>本櫃台不留存取案碼；遺失時，讀入過卡片的發起人可插入自然人憑證開啟。</source>
        <translation>The counter does not keep it. If it is lost, a founder whose card was read can open the case with that card.</translation>
    </message>
    <message>
        <source>不提供：可以留空，書表會印成空白線，手寫補上。</source>
        <translation>If they are not given: leave them out; the papers print lines to write on.</translation>
    </message>
    <message>
        <source>版本 {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>個人資料告知事項</source>
        <translation>What happens with personal data</translation>
    </message>
    <message>
        <source>權利：隨時可查詢、更正或刪除，在案件頁辦理；代他人填寫前，請先告知本人。</source>
        <translation>Your rights: see, correct or delete them any time, on the case's page. Tell others before you enter their data.</translation>
    </message>
    <message>
        <source>目的：檢查設立規定、帶出書表，登記後轉為註冊。不作其他用途。</source>
        <translation>What for: to check the rules, fill in the papers and, once registered, begin the registration here. For nothing else.</translation>
    </message>
    <message>
        <source>蒐集者：主辦單位數位發展部數位產業署，由本櫃台代為受理。</source>
        <translation>Who: the Administration for Digital Industries, moda, as the organiser; this counter takes the case for it.</translation>
    </message>
    <message>
        <source>請抄下取案碼。下次在本單位的櫃台輸入取案碼，就能繼續。</source>
        <translation>Note the code: with it you go on at any counter of this office.</translation>
    </message>
    <message>
        <source>資料：發起人、社員、理監事的姓名、身分證統一編號、出生日期、認股與聯絡方式。</source>
        <translation>Which data: founders', members' and officers' names, ID numbers, dates of birth, shares and how to reach them.</translation>
    </message>
    <message>
        <source>利用：加密保存在這台櫃台並送交中央，只供本單位櫃台辦理此案；刪除案件後，中央只留送件紀錄備查。</source>
        <translation>Use: kept encrypted at this counter and sent to central, for this case at this office's counters alone. Once the case is deleted, central keeps only the record of what was sent.</translation>
    </message>
</context>
<context>
    <name>News</name>
    <message>
        <source>繼續申請</source>
        <translation>Go on with the application</translation>
    </message>
    <message>
        <source>驗證Email</source>
        <translation>Verify e-mail</translation>
    </message>
    <message>
        <source>填寫數位自評</source>
        <translation>Start the self-assessment</translation>
    </message>
    <message>
        <source>看申請進度</source>
        <translation>See the progress</translation>
    </message>
    <message>
        <source>選購方案</source>
        <translation>Choose a plan</translation>
    </message>
    <message>
        <source>前往付款</source>
        <translation>Go to payment</translation>
    </message>
    <message>
        <source>看我的訂單</source>
        <translation>See my orders</translation>
    </message>
    <message>
        <source>資訊服務廠商已接單</source>
        <translation>Accepted by the vendor</translation>
    </message>
    <message>
        <source>已收到自付款</source>
        <translation>Own payment received</translation>
    </message>
    <message>
        <source>發票已開立</source>
        <translation>Invoice issued</translation>
    </message>
    <message>
        <source>服務已開通</source>
        <translation>Service started</translation>
    </message>
    <message>
        <source>已退訂</source>
        <translation>Refunded</translation>
    </message>
    <message>
        <source>已發給數位點數</source>
        <translation>Points granted</translation>
    </message>
    <message>
        <source>申請資格不符</source>
        <translation>Application refused</translation>
    </message>
    <message>
        <source>中央未接受一筆辦理事項</source>
        <translation>The central service did not accept a request</translation>
    </message>
    <message>
        <source>中小企業訂購(未簽約)</source>
        <translation>Order placed (not confirmed yet)</translation>
    </message>
    <message>
        <source>中小企業取消訂購</source>
        <translation>Order cancelled</translation>
    </message>
    <message>
        <source>資訊服務廠商逾期未開立發票</source>
        <translation>The vendor&apos;s invoice is late</translation>
    </message>
    <message>
        <source>資訊服務廠商逾期未開通服務</source>
        <translation>The vendor&apos;s service is late</translation>
    </message>
    <message>
        <source>方案期程已結束</source>
        <translation>The plan&apos;s term is over</translation>
    </message>
    <message>
        <source>申請資格符合</source>
        <translation>Eligible</translation>
    </message>
    <message>
        <source>資格確認較預定時間久</source>
        <translation>The eligibility check takes longer than planned</translation>
    </message>
    <message>
        <source>已申請專家服務</source>
        <translation>Expert service requested</translation>
    </message>
    <message>
        <source>點數未啟用，已全數返還</source>
        <translation>Points not activated: all went back</translation>
    </message>
    <message>
        <source>剩餘點數已收回</source>
        <translation>Remaining points reclaimed</translation>
    </message>
    <message>
        <source>訂單單號 {number}</source>
        <translation>Order {number}</translation>
    </message>
    <message>
        <source>未符合的條件列在「帳號管理」；補正後可再次申請。</source>
        <translation>The conditions not met are listed under Account; once put right, you may apply again.</translation>
    </message>
    <message>
        <source>仍在確認中，不需重新申請。</source>
        <translation>The check goes on; there is no need to apply again.</translation>
    </message>
    <message>
        <source>專家將以 Email 與您聯繫。</source>
        <translation>An expert will write to you by e-mail.</translation>
    </message>
    <message>
        <source>可開始選購雲端方案。</source>
        <translation>You can now choose cloud plans.</translation>
    </message>
    <message>
        <source>重新填寫數位自評即可再次申請。</source>
        <translation>Complete the self-assessment again to apply anew.</translation>
    </message>
    <message>
        <source>不得再次申請；仍可全額自付選購雲端方案。</source>
        <translation>One may not apply again; plans can still be bought in full.</translation>
    </message>
    <message>
        <source>期限為 {day}，廠商仍應辦理；可洽客服協助。</source>
        <translation>It was due on {day}; the vendor still owes it. Customer service can help.</translation>
    </message>
    <message>
        <source>請資訊服務廠商在 {days}內確認或取消，{until}</source>
        <translation>The vendor accepts or declines within {days}, {until}</translation>
    </message>
    <message>
        <source>請完成付款，{until}</source>
        <translation>Please pay {until}</translation>
    </message>
    <message>
        <source>期限順延</source>
        <translation>Last days have moved</translation>
    </message>
    <message>
        <source>期限內有停止上班日。現在的期限：{days}</source>
        <translation>Offices are closed on a day that had counted. Due now: {days}</translation>
    </message>
    <message>
        <source>廠商確認或取消</source>
        <translation>the vendor's answer</translation>
    </message>
    <message>
        <source>付款</source>
        <translation>your payment</translation>
    </message>
    <message>
        <source>開立發票</source>
        <translation>the invoice</translation>
    </message>
    <message>
        <source>開通服務</source>
        <translation>the service</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>OpenCasePage</name>
    <message>
        <source>取案碼</source>
        <translation>Case code</translation>
    </message>
    <message>
        <source>查詢案件</source>
        <translation>Looking for the case</translation>
    </message>
    <message>
        <source>請輸入取案碼。</source>
        <translation>Type the code.</translation>
    </message>
    <message>
        <source>輸入建立案件時抄下的取案碼；讀入過卡片的發起人，也可以插入自己的自然人憑證。</source>
        <translation>Type the code noted when the case was begun. A founder whose card was read may put in that card.</translation>
    </message>
    <message>
        <source>這張卡片沒有讀入過這台櫃台的設立案件</source>
        <translation>This card was not read into a case at this counter</translation>
    </message>
    <message>
        <source>開啟</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>開啟設立案件</source>
        <translation>Open a case</translation>
    </message>
</context>
<context>
    <name>OrderDetailPage</name>
    <message>
        <source>訂單編號 {number}</source>
        <translation>Order {number}</translation>
    </message>
    <message>
        <source>回帳戶總覽</source>
        <translation>Back to the account</translation>
    </message>
    <message>
        <source>退訂返還</source>
        <translation>Coming back</translation>
    </message>
    <message>
        <source>返還自付款</source>
        <translation>Own payment back</translation>
    </message>
    <message>
        <source>返還數位點數</source>
        <translation>Points back</translation>
    </message>
    <message>
        <source>等待資訊服務廠商接單</source>
        <translation>Waiting for the vendor to accept</translation>
    </message>
    <message>
        <source>已收到自付款</source>
        <translation>Own payment received</translation>
    </message>
    <message>
        <source>資訊服務廠商會與您聯繫，開立發票並開通服務。</source>
        <translation>The vendor will get in touch, issue the invoice and start the service.</translation>
    </message>
    <message>
        <source>這筆訂單已取消，不需付款</source>
        <translation>This order is cancelled; nothing to pay</translation>
    </message>
    <message>
        <source>訂單保留的點數已釋出。</source>
        <translation>The points it held are released.</translation>
    </message>
    <message>
        <source>付款連結</source>
        <translation>Payment link</translation>
    </message>
    <message>
        <source>以手機掃描付款連結</source>
        <translation>Payment link, to scan with a phone</translation>
    </message>
    <message>
        <source>自付款</source>
        <translation>Own payment</translation>
    </message>
    <message>
        <source>請以手機掃描，線上付款。本櫃台不收付任何款項。</source>
        <translation>Scan with a phone and pay online. This counter takes no money.</translation>
    </message>
    <message>
        <source>訂單內容</source>
        <translation>Order</translation>
    </message>
    <message>
        <source>資訊服務廠商</source>
        <translation>Vendor</translation>
    </message>
    <message>
        <source>方案定價</source>
        <translation>Price</translation>
    </message>
    <message>
        <source>使用數位點數</source>
        <translation>Points used</translation>
    </message>
    <message>
        <source>使用期限</source>
        <translation>Term</translation>
    </message>
    <message>
        <source>發票號碼</source>
        <translation>Invoice number</translation>
    </message>
    <message>
        <source>單據</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>退訂</source>
        <translation>Refund</translation>
    </message>
    <message>
        <source>先試算現在與之後退訂各返還多少，再決定。</source>
        <translation>See first what comes back now and later, then decide.</translation>
    </message>
    <message>
        <source>退訂試算</source>
        <translation>Refund preview</translation>
    </message>
    <message>
        <source>取消訂單</source>
        <translation>Cancel the order</translation>
    </message>
    <message>
        <source>付款前可免費取消，保留的點數會釋出。</source>
        <translation>Free before the payment; its points are released.</translation>
    </message>
    <message>
        <source>取消這筆訂單</source>
        <translation>Cancel this order</translation>
    </message>
    <message>
        <source>接單後，付款連結會出現在這裡，也會寄到聯絡人信箱；現在還不需付款。</source>
        <translation>The payment link appears here once it has, and is mailed to the contact. Nothing to pay yet.</translation>
    </message>
    <message>
        <source>開立付款及發票通知單</source>
        <translation>Issue a payment and invoice note</translation>
    </message>
</context>
<context>
    <name>OrderedPage</name>
    <message>
        <source>訂單成立</source>
        <translation>Order placed</translation>
    </message>
    <message>
        <source>資訊服務廠商會在 {days}內確認；確認後請於 {working_days} 個工作天內付款。</source>
        <translation>The vendor accepts within {days}; then pay within {working_days} working days.</translation>
    </message>
    <message>
        <source>看訂購收據</source>
        <translation>See the order receipt</translation>
    </message>
    <message>
        <source>訂單編號</source>
        <translation>Order number</translation>
    </message>
    <message>
        <source>方案名稱</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>使用數位點數</source>
        <translation>Points used</translation>
    </message>
    <message>
        <source>自付款</source>
        <translation>Own payment</translation>
    </message>
    <message>
        <source>訂單狀態</source>
        <translation>State</translation>
    </message>
    <message>
        <source>廠商確認期限</source>
        <translation>Vendor must accept</translation>
    </message>
    <message>
        <source>訂單未成立</source>
        <translation>The order was not accepted</translation>
    </message>
    <message>
        <source>中央未接受這筆訂單，不需付款；原因如下。</source>
        <translation>Central did not accept this order; nothing is to be paid. Why, is told below.</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>回首頁</source>
        <translation>To the start page</translation>
    </message>
    <message>
        <source>帳戶總覽</source>
        <translation>Account overview</translation>
    </message>
    <message>
        <source>我的通知</source>
        <translation>My notices</translation>
    </message>
    <message>
        <source>目前沒有通知。</source>
        <translation>No notices at the moment.</translation>
    </message>
    <message>
        <source>查看更多通知（{count} 則）</source>
        <translation>Show {count} more notices</translation>
    </message>
    <message>
        <source>我要找諮詢顧問</source>
        <translation>Ask for an adviser</translation>
    </message>
    <message>
        <source>我的訂單</source>
        <translation>My orders</translation>
    </message>
    <message>
        <source>還沒有訂單</source>
        <translation>No orders yet</translation>
    </message>
    <message>
        <source>選購方案</source>
        <translation>Choose a plan</translation>
    </message>
    <message>
        <source>統一編號</source>
        <translation>Business no.</translation>
    </message>
    <message>
        <source>認證方式</source>
        <translation>Identified by</translation>
    </message>
    <message>
        <source>申請資格</source>
        <translation>Eligibility</translation>
    </message>
    <message>
        <source>未符合的條件</source>
        <translation>Conditions not met</translation>
    </message>
    <message>
        <source>查核說明</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>已驗證</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>尚未驗證</source>
        <translation>Not confirmed yet</translation>
    </message>
    <message>
        <source>登入帳號</source>
        <translation>Account e-mail</translation>
    </message>
    <message>
        <source>聯絡人</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>電話</source>
        <translation>Telephone</translation>
    </message>
    <message>
        <source>帳號管理</source>
        <translation>My account</translation>
    </message>
    <message>
        <source>暫定：等待中央確認</source>
        <translation>Provisional: waits for central</translation>
    </message>
    <message>
        <source>已確認</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>會員資料</source>
        <translation>Membership</translation>
    </message>
    <message>
        <source>查看單據</source>
        <translation>Look at the papers</translation>
    </message>
    <message>
        <source>我的個人資料：查詢、更正、刪除</source>
        <translation>My personal data: see, correct, delete</translation>
    </message>
</context>
<context>
    <name>Paper</name>
    <message>
        <source>訂購收據</source>
        <translation>Order receipt</translation>
    </message>
    <message>
        <source>退訂退款通知單</source>
        <translation>Notice of cancellation and refund</translation>
    </message>
    <message>
        <source>第 {number} 號</source>
        <translation>No. {number}</translation>
    </message>
    <message>
        <source>訂單取消通知單</source>
        <translation>Notice of a cancelled order</translation>
    </message>
    <message>
        <source>付款及發票通知單</source>
        <translation>Payment and invoice note</translation>
    </message>
    <message>
        <source>註冊受理回執</source>
        <translation>Registration slip</translation>
    </message>
    <message>
        <source>數位點數明細表</source>
        <translation>Statement of points</translation>
    </message>
    <message>
        <source>數位自評報告</source>
        <translation>Self-assessment report</translation>
    </message>
    <message>
        <source>值班報表</source>
        <translation>Shift report</translation>
    </message>
    <message>
        <source>合作社設立檢核表</source>
        <translation>Checklist for founding a cooperative</translation>
    </message>
    <message>
        <source>個人資料請求受理回執</source>
        <translation>Receipt of a request about personal data</translation>
    </message>
</context>
<context>
    <name>PaperPage</name>
    <message>
        <source>存到隨身碟</source>
        <translation>Save to a stick</translation>
    </message>
    <message>
        <source>草稿，不是正式書表。</source>
        <translation>A draft, not the official form.</translation>
    </message>
</context>
<context>
    <name>PapersPage</name>
    <message>
        <source>開立</source>
        <translation>Issue</translation>
    </message>
    <message>
        <source>依案件內容帶出；還沒填的地方會印成空白線，可手寫補上。</source>
        <translation>Made from the case. What is not filled in yet prints as lines to write on.</translation>
    </message>
    <message>
        <source>存到隨身碟</source>
        <translation>Save to a stick</translation>
    </message>
    <message>
        <source>書表</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>檢視</source>
        <translation>View</translation>
    </message>
    <message>
        <source>單據</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>本櫃台為您開立的單據，可以再看一次；補印會註明次數。</source>
        <translation>The papers that this counter issued to you. A reprint says which one it is.</translation>
    </message>
    <message>
        <source>回帳戶總覽</source>
        <translation>Back to the account</translation>
    </message>
    <message>
        <source>已開立</source>
        <translation>Issued</translation>
    </message>
    <message>
        <source>還沒有單據</source>
        <translation>No papers yet</translation>
    </message>
    <message>
        <source>可開立</source>
        <translation>To be issued</translation>
    </message>
    <message>
        <source>到今天為止的點數餘額與異動。</source>
        <translation>Balance and movements of your points up to today.</translation>
    </message>
</context>
<context>
    <name>PhonePanel</name>
    <message>
        <source>負責人的身分證統一編號</source>
        <translation>National ID number of the person in charge</translation>
    </message>
    <message>
        <source>只用來找到手機，不會留存。</source>
        <translation>Only used to find the phone; not kept.</translation>
    </message>
    <message>
        <source>顯示 QR Code</source>
        <translation>Show the QR code</translation>
    </message>
    <message>
        <source>請用行動自然人憑證 APP 掃描，等候手機簽章…</source>
        <translation>Scan it with the 行動自然人憑證 app. Waiting for your phone…</translation>
    </message>
    <message>
        <source>停止等候</source>
        <translation>Stop waiting</translation>
    </message>
    <message>
        <source>正在連線行動自然人憑證系統…</source>
        <translation>Reaching TW FidO…</translation>
    </message>
    <message>
        <source>{trouble}；仍繼續等候。</source>
        <translation>{trouble}. Still waiting.</translation>
    </message>
    <message>
        <source>剩餘時間 {left}</source>
        <translation>Time left {left}</translation>
    </message>
    <message>
        <source>行動自然人憑證的 QR Code</source>
        <translation>QR code for 行動自然人憑證</translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message>
        <source>已輸入 {count} 位</source>
        <translation>{count} digits typed</translation>
    </message>
    <message>
        <source>PIN 碼數字鍵</source>
        <translation>PIN pad</translation>
    </message>
    <message>
        <source>全部清除</source>
        <translation>Clear all</translation>
    </message>
    <message>
        <source>刪除一位</source>
        <translation>Delete one</translation>
    </message>
</context>
<context>
    <name>Place</name>
    <message>
        <source>處理中，請稍候</source>
        <translation>One moment, please</translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message>
        <source>選購此方案</source>
        <translation>Choose this plan</translation>
    </message>
    <message>
        <source>方案內容</source>
        <translation>The plan</translation>
    </message>
    <message>
        <source>方案類型</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>資訊服務廠商</source>
        <translation>Vendor</translation>
    </message>
    <message>
        <source>使用期限</source>
        <translation>Term</translation>
    </message>
    <message>
        <source>方案定價</source>
        <translation>Price</translation>
    </message>
    <message>
        <source>訂購後的時程</source>
        <translation>After you order</translation>
    </message>
    <message>
        <source>{days}內：資訊服務廠商確認訂單</source>
        <translation>Within {days}: the vendor accepts the order</translation>
    </message>
    <message>
        <source>確認後 {days} 個工作天內：完成付款</source>
        <translation>Within {days} working days after that: you pay</translation>
    </message>
    <message>
        <source>付款後 {days} 個工作天內：廠商開立發票</source>
        <translation>Within {days} working days of payment: the vendor issues the invoice</translation>
    </message>
    <message>
        <source>確認後 {days} 個工作天內：廠商提供服務</source>
        <translation>Within {days} working days of acceptance: the service starts</translation>
    </message>
    <message>
        <source>{what}第 {line} 列</source>
        <translation>{what}: line {line}</translation>
    </message>
    <message>
        <source>共同需求與合作意願</source>
        <translation>Common need and will to cooperate</translation>
    </message>
    <message>
        <source>年度支出概算（項目 金額）</source>
        <translation>Year's expense (item, amount)</translation>
    </message>
    <message>
        <source>年度收入概算（項目 金額）</source>
        <translation>Year's income (item, amount)</translation>
    </message>
    <message>
        <source>支出合計</source>
        <translation>Expense</translation>
    </message>
    <message>
        <source>收入合計</source>
        <translation>Income</translation>
    </message>
    <message>
        <source>收支相抵</source>
        <translation>Balance</translation>
    </message>
    <message>
        <source>業務項目與經營方式</source>
        <translation>Business and how it is run</translation>
    </message>
    <message>
        <source>每列最後要有整數金額，例如「社員股金 150,000」。</source>
        <translation>Each line ends in a whole amount, as in &quot;shares 150,000&quot;.</translation>
    </message>
    <message>
        <source>發起緣由</source>
        <translation>Why it is founded</translation>
    </message>
    <message>
        <source>第一年業務計畫</source>
        <translation>First year's plan</translation>
    </message>
    <message>
        <source>籌組計畫與概算</source>
        <translation>Plan and budget</translation>
    </message>
    <message>
        <source>聯絡人姓名</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>聯絡電話</source>
        <translation>Telephone</translation>
    </message>
    <message>
        <source>說明發起緣由與第一年怎麼做；概算一列一項，最後寫金額。可先存一部分。</source>
        <translation>Say why, and what the first year brings. The budget has an item a line, its amount last.</translation>
    </message>
    <message>
        <source>這不是完整的電子郵件地址</source>
        <translation>This is no complete e-mail address</translation>
    </message>
    <message>
        <source>電子郵件</source>
        <translation>E-mail</translation>
    </message>
</context>
<context>
    <name>PlansPage</name>
    <message>
        <source>選擇方案</source>
        <translation>Choose a plan</translation>
    </message>
    <message>
        <source>可用點數 {points}；方案皆為範例。</source>
        <translation>{points} available. All plans are samples.</translation>
    </message>
    <message>
        <source>沒有符合的方案</source>
        <translation>No plan fits</translation>
    </message>
    <message>
        <source>請換個關鍵字，或選「全部」。</source>
        <translation>Try another word, or choose All.</translation>
    </message>
    <message>
        <source>搜尋方案、廠商或用途</source>
        <translation>Search plans, vendors or uses</translation>
    </message>
    <message>
        <source>全部</source>
        <translation>All</translation>
    </message>
    <message>
        <source>定價 {price} 以下</source>
        <translation>Up to {price}</translation>
    </message>
    <message>
        <source>期限 {months}</source>
        <translation>Term: {months}</translation>
    </message>
    <message>
        <source>加入比較</source>
        <translation>Add to compare</translation>
    </message>
    <message>
        <source>再顯示更多（還有 {count} 個）</source>
        <translation>Show more ({count} left)</translation>
    </message>
    <message>
        <source>比較 {count} 個方案</source>
        <translation>Compare {count} plans</translation>
    </message>
    <message>
        <source>回到清單</source>
        <translation>Back to the list</translation>
    </message>
    <message>
        <source>已加入比較（{count}／{most}）</source>
        <translation>Added to compare ({count} of {most})</translation>
    </message>
</context>
<context>
    <name>Points</name>
    <message>
        <source>我的點數</source>
        <translation>My points</translation>
    </message>
    <message>
        <source>最快到期日 {day}</source>
        <translation>Next expiry: {day}</translation>
    </message>
    <message>
        <source>自評已完成，資格確認後發給 {points}。</source>
        <translation>Self-assessment done: {points} come once eligibility is confirmed.</translation>
    </message>
    <message>
        <source>完成數位自評、資格確認後，即可獲得 {points}。</source>
        <translation>Complete the self-assessment and have eligibility confirmed to get {points}.</translation>
    </message>
    <message>
        <source>已使用 {points}</source>
        <translation>Used: {points}</translation>
    </message>
    <message>
        <source>訂單保留中 {points}</source>
        <translation>Held by orders: {points}</translation>
    </message>
    <message>
        <source>已返還或收回 {points}</source>
        <translation>Given back or reclaimed: {points}</translation>
    </message>
    <message>
        <source>當初發給 {points}</source>
        <translation>Granted: {points}</translation>
    </message>
    <message>
        <source>{months} 個月內以點數訂購即為啟用；屆期未啟用，點數全數返還，可再次申請。</source>
        <translation>To activate them, order with points within {months} month(s). Otherwise all go back and you may apply again.</translation>
    </message>
    <message>
        <source>屆期未使用完的點數予以收回，不得再次申請。</source>
        <translation>Points left on that day are reclaimed; you cannot apply again.</translation>
    </message>
    <message>
        <source>點數未於期限內啟用，已全數返還；重新填寫數位自評即可再次申請。</source>
        <translation>Not activated in time: all points went back. Take the self-assessment again to reapply.</translation>
    </message>
    <message>
        <source>有效期限已過，不得再次申請；仍可全額自付選購雲端方案。</source>
        <translation>The points have expired; you cannot apply again, but may still buy plans at full price.</translation>
    </message>
    <message>
        <source>點數的時間軸：發給、啟用、使用與到期</source>
        <translation>Points in time: granted, activated, used, expiring</translation>
    </message>
    <message>
        <source>今天</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>啟用，訂購用 {points}</source>
        <translation>Activated: {points} ordered</translation>
    </message>
    <message>
        <source>發給 {points}</source>
        <translation>{points} granted</translation>
    </message>
    <message>
        <source>訂購用 {points}</source>
        <translation>{points} ordered</translation>
    </message>
    <message>
        <source>取消訂單，還回 {points}</source>
        <translation>{points} free again</translation>
    </message>
    <message>
        <source>退訂返還 {points}</source>
        <translation>{points} returned</translation>
    </message>
    <message>
        <source>未啟用，返還 {points}</source>
        <translation>{points} given back</translation>
    </message>
    <message>
        <source>收回 {points}</source>
        <translation>{points} reclaimed</translation>
    </message>
    <message>
        <source>啟用期限</source>
        <translation>Activate by</translation>
    </message>
    <message>
        <source>有效期限</source>
        <translation>Valid to</translation>
    </message>
</context>
<context>
    <name>PointsPage</name>
    <message>
        <source>點數待資格確認</source>
        <translation>Points are on their way</translation>
    </message>
    <message>
        <source>前往帳戶總覽</source>
        <translation>Go to the overview</translation>
    </message>
    <message>
        <source>獲得數位點數</source>
        <translation>You have received points</translation>
    </message>
    <message>
        <source>自評已完成。資格確認約需 {days} 個工作天，點數發給後會以 Email 通知您採購。</source>
        <translation>The assessment is complete. Eligibility is being checked (working days needed: about {days}); an e-mail tells you when the points are there.</translation>
    </message>
    <message>
        <source>1 點折抵新臺幣 1 元，點數與自付款 {points}:{own}，可分次購買。</source>
        <translation>1 point is worth NT$1, used {points}:{own} with your own payment, in one order or several.</translation>
    </message>
    <message>
        <source>我的點數</source>
        <translation>My points</translation>
    </message>
    <message>
        <source>啟用期限（下第一筆訂單）</source>
        <translation>Activate by (first order)</translation>
    </message>
    <message>
        <source>有效期限</source>
        <translation>Valid</translation>
    </message>
    <message>
        <source>點數發給條件</source>
        <translation>What points depend on</translation>
    </message>
    <message>
        <source>已完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>尚未完成</source>
        <translation>Still to do</translation>
    </message>
    <message>
        <source>驗證Email</source>
        <translation>Verify e-mail</translation>
    </message>
    <message>
        <source>數位自評</source>
        <translation>Self-assessment</translation>
    </message>
    <message>
        <source>申請資格</source>
        <translation>Eligibility</translation>
    </message>
</context>
<context>
    <name>PreviewPage</name>
    <message>
        <source>退訂試算：{plan}</source>
        <translation>Refund preview: {plan}</translation>
    </message>
    <message>
        <source>我要退訂</source>
        <translation>Give up this plan</translation>
    </message>
    <message>
        <source>服務尚未開通，退訂可全數返還。這裡只是試算，還不會送出任何申請。</source>
        <translation>The service has not started: everything comes back. This is only a preview; nothing is sent yet.</translation>
    </message>
    <message>
        <source>{start} 開通，期限 {months}，至今已用 {used}（未滿一個月以一個月計算）。這裡只是試算，還不會送出任何申請。</source>
        <translation>Started {start} for {months}; {used} used (a month begun counts whole). Nothing is sent yet.</translation>
    </message>
    <message>
        <source>今天退訂</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>{day} 當天</source>
        <translation>on {day}</translation>
    </message>
    <message>
        <source>下個月退訂</source>
        <translation>Next month</translation>
    </message>
    <message>
        <source>{day} 起</source>
        <translation>from {day}</translation>
    </message>
    <message>
        <source>超過期限 1/2 後</source>
        <translation>Past half</translation>
    </message>
    <message>
        <source>點數期限 {day} 已過，返還後立即收回</source>
        <translation>Points expire on {day}: reclaimed at once</translation>
    </message>
    <message>
        <source>各月以該月最後一天計，本月以今天計。自 {day} 起使用超過期限的 1/2，自付款不予返還。</source>
        <translation>Each month as on its last day, this month as today. From {day}, past half of the term, no own payment comes back.</translation>
    </message>
</context>
<context>
    <name>QuoteCard</name>
    <message>
        <source>自付款</source>
        <translation>Own payment</translation>
    </message>
    <message>
        <source>點數</source>
        <translation>Points</translation>
    </message>
</context>
<context>
    <name>ReceiptPage</name>
    <message>
        <source>一式兩聯：發起人收執聯、辦理單位存查聯。</source>
        <translation>Two copies: one for the founders, one for the office.</translation>
    </message>
    <message>
        <source>回書表</source>
        <translation>Back to the papers</translation>
    </message>
    <message>
        <source>一式兩聯：合作社收執聯、辦理單位存查聯。本櫃台不收付任何款項。</source>
        <translation>Two copies: one for the cooperative, one for the office. This counter takes and pays no money.</translation>
    </message>
    <message>
        <source>回帳戶總覽</source>
        <translation>Back to the account</translation>
    </message>
    <message>
        <source>回待處理</source>
        <translation>Back to the list</translation>
    </message>
    <message>
        <source>單聯，由辦理單位存查。本櫃台不收付任何款項。</source>
        <translation>One copy, for the office. This counter takes and pays no money.</translation>
    </message>
    <message>
        <source>回同步</source>
        <translation>Back to sync</translation>
    </message>
</context>
<context>
    <name>RecommendedPage</name>
    <message>
        <source>依您的自評，推薦這些方案</source>
        <translation>Plans that fit your assessment</translation>
    </message>
    <message>
        <source>以分數最低的主題優先；選購時可看全部方案。方案皆為範例。</source>
        <translation>Weakest themes first. You can see all plans when you order. All plans are samples.</translation>
    </message>
    <message>
        <source>各主題都已達滿分</source>
        <translation>Full marks in every theme</translation>
    </message>
    <message>
        <source>仍可依需要選購任何方案。</source>
        <translation>You may order any plan you like all the same.</translation>
    </message>
</context>
<context>
    <name>Refund</name>
    <message>
        <source>這次退訂沒有點數返還</source>
        <translation>No points come back with this refund</translation>
    </message>
    <message>
        <source>返還的點數會立即收回</source>
        <translation>The returned points are reclaimed at once</translation>
    </message>
    <message>
        <source>點數仍以最初的有效期限為準，該期限（{day}）已過，返還後即予收回，不能再使用。</source>
        <translation>Points keep their first expiry date. It has passed ({day}), so they are reclaimed on return and cannot be used.</translation>
    </message>
    <message>
        <source>返還的點數仍以最初的有效期限為準</source>
        <translation>Returned points keep their first expiry date</translation>
    </message>
    <message>
        <source>{until}可用；屆期未使用完的點數予以收回，不得再次申請。</source>
        <translation>Usable {until}. Points left then are reclaimed, and one cannot apply again.</translation>
    </message>
</context>
<context>
    <name>RefundChart</name>
    <message>
        <source>今天</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>此後自付款不予返還</source>
        <translation>Own payment lost</translation>
    </message>
    <message>
        <source>返還自付款（元）</source>
        <translation>Own payment back (NT$)</translation>
    </message>
    <message>
        <source>返還點數（點）</source>
        <translation>Points back</translation>
    </message>
    <message>
        <source>使用月數</source>
        <translation>Month</translation>
    </message>
    <message>
        <source>各月退訂可返還的自付款與點數</source>
        <translation>Own payment and points that come back, by month of refund</translation>
    </message>
    <message>
        <source>第 {month} 個月：自付款 {own} 元，點數 {points} 點</source>
        <translation>Month {month}: own payment NT${own}, {points} points</translation>
    </message>
</context>
<context>
    <name>RefundedPage</name>
    <message>
        <source>退訂申請已送出</source>
        <translation>Your refund request is in</translation>
    </message>
    <message>
        <source>自付款由資訊服務廠商退還，點數返還至您的帳戶。本櫃台不收付任何款項。</source>
        <translation>The vendor pays back your own payment; points return to your account. This counter takes and pays no money.</translation>
    </message>
    <message>
        <source>看退訂退款通知單</source>
        <translation>See the refund notice</translation>
    </message>
    <message>
        <source>訂單編號</source>
        <translation>Order number</translation>
    </message>
    <message>
        <source>返還自付款</source>
        <translation>Own payment back</translation>
    </message>
    <message>
        <source>返還數位點數</source>
        <translation>Points back</translation>
    </message>
    <message>
        <source>退訂未成立</source>
        <translation>The refund was not accepted</translation>
    </message>
    <message>
        <source>中央未接受這次退訂；訂單以帳戶總覽所列為準。</source>
        <translation>Central did not accept the refund; the order stands as in your account.</translation>
    </message>
</context>
<context>
    <name>RegisteredPage</name>
    <message>
        <source>註冊完成</source>
        <translation>You are registered</translation>
    </message>
    <message>
        <source>資格確認約需 {days} 個工作天，結果會寄到您的信箱。現在可先填寫數位自評。</source>
        <translation>Eligibility is being checked (working days needed: about {days}); the result comes by e-mail. You can do the self-assessment now.</translation>
    </message>
    <message>
        <source>前往帳戶總覽</source>
        <translation>Go to the overview</translation>
    </message>
    <message>
        <source>會員資料</source>
        <translation>Membership</translation>
    </message>
    <message>
        <source>合作社名稱</source>
        <translation>Name of the cooperative</translation>
    </message>
    <message>
        <source>統一編號</source>
        <translation>Business number</translation>
    </message>
    <message>
        <source>認證方式</source>
        <translation>Identified by</translation>
    </message>
    <message>
        <source>登入帳號</source>
        <translation>Account e-mail</translation>
    </message>
    <message>
        <source>申請資格</source>
        <translation>Eligibility</translation>
    </message>
    <message>
        <source>註冊未成立</source>
        <translation>The registration was not accepted</translation>
    </message>
    <message>
        <source>中央未接受這次註冊；原因如下。</source>
        <translation>Central did not accept this registration. Why, is told below.</translation>
    </message>
    <message>
        <source>回首頁</source>
        <translation>To the start page</translation>
    </message>
</context>
<context>
    <name>RequestedPage</name>
    <message>
        <source>已申請專家服務</source>
        <translation>Expert service requested</translation>
    </message>
    <message>
        <source>專家會以 Email 與聯絡人聯繫；申請紀錄列在我的通知。</source>
        <translation>An expert will write to the contact; the request is listed among your notices.</translation>
    </message>
    <message>
        <source>前往帳戶總覽</source>
        <translation>Go to the overview</translation>
    </message>
    <message>
        <source>諮詢主題</source>
        <translation>Themes</translation>
    </message>
    <message>
        <source>電子郵件</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>希望時間</source>
        <translation>Preferred time</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>貴社的數位自評結果</source>
        <translation>Your self-assessment</translation>
    </message>
    <message>
        <source>分數越低的主題，越適合先用雲端方案補強。</source>
        <translation>Where the score is low, a cloud plan helps most.</translation>
    </message>
    <message>
        <source>看推薦方案</source>
        <translation>See plans that fit</translation>
    </message>
    <message>
        <source>八個主題的自評分數</source>
        <translation>Scores of the eight themes</translation>
    </message>
    <message>
        <source>{score} 分</source>
        <translation>{score}</translation>
    </message>
    <message>
        <source>八主題平均 {score}</source>
        <translation>Average {score}</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>確認訂單內容</source>
        <translation>Check your order</translation>
    </message>
    <message>
        <source>下一步以卡片簽署以下全部內容。</source>
        <translation>Next, your card signs all of the following.</translation>
    </message>
    <message>
        <source>前往簽章</source>
        <translation>Go on to sign</translation>
    </message>
    <message>
        <source>建立訂單</source>
        <translation>The order</translation>
    </message>
    <message>
        <source>付款與退訂規則</source>
        <translation>Payment and refund rules</translation>
    </message>
    <message>
        <source>我已確認訂單內容與金額</source>
        <translation>I have checked the order and its amounts</translation>
    </message>
    <message>
        <source>請確認退訂內容</source>
        <translation>Check what you are about to give up</translation>
    </message>
    <message>
        <source>我已確認退訂內容與返還金額</source>
        <translation>I have checked the refund and its amounts</translation>
    </message>
    <message>
        <source>取消訂單</source>
        <translation>Cancel the order</translation>
    </message>
    <message>
        <source>付款前取消不收任何費用，保留的點數會釋出；已付款的訂單請改辦退訂。</source>
        <translation>Cancelling before the payment costs nothing and releases the points; a paid order is refunded instead.</translation>
    </message>
    <message>
        <source>訂單編號</source>
        <translation>Order number</translation>
    </message>
    <message>
        <source>方案名稱</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>資訊服務廠商</source>
        <translation>Vendor</translation>
    </message>
    <message>
        <source>訂單狀態</source>
        <translation>State of the order</translation>
    </message>
    <message>
        <source>不需支付的自付款</source>
        <translation>Own payment not to be made</translation>
    </message>
    <message>
        <source>釋出的數位點數</source>
        <translation>Points released</translation>
    </message>
    <message>
        <source>要取消的訂單</source>
        <translation>Order to be cancelled</translation>
    </message>
    <message>
        <source>我要取消這筆訂單</source>
        <translation>I want to cancel this order</translation>
    </message>
    <message>
        <source>原自付款</source>
        <translation>Own payment made</translation>
    </message>
    <message>
        <source>原使用點數</source>
        <translation>Points used</translation>
    </message>
    <message>
        <source>已使用</source>
        <translation>Used so far</translation>
    </message>
    <message>
        <source>不予返還</source>
        <translation>Not returned</translation>
    </message>
    <message>
        <source>發票號碼</source>
        <translation>Invoice number</translation>
    </message>
    <message>
        <source>尚未開立</source>
        <translation>Not issued yet</translation>
    </message>
    <message>
        <source>原訂單</source>
        <translation>Original order</translation>
    </message>
    <message>
        <source>返還合計 {sum} 元以上的退訂，須由另一位主管輸入帳號與密碼。</source>
        <translation>A refund of NT${sum} or more in all needs the id and password of a supervisor other than you.</translation>
    </message>
</context>
<context>
    <name>RoundPanel</name>
    <message>
        <source>停止同步</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>其餘保留在本機，稍後會自動再送。</source>
        <translation>The rest is kept here and is sent later by itself.</translation>
    </message>
    <message>
        <source>同步完成</source>
        <translation>Sync done</translation>
    </message>
    <message>
        <source>同步完成，有案件待處理</source>
        <translation>Sync done; there are cases to attend to</translation>
    </message>
    <message>
        <source>同步結果</source>
        <translation>The last round</translation>
    </message>
    <message>
        <source>同步進度</source>
        <translation>Progress of sync</translation>
    </message>
    <message>
        <source>已停止</source>
        <translation>Stopped</translation>
    </message>
    <message>
        <source>已送出 {sent}／{total} 筆</source>
        <translation>{sent} of {total} sent</translation>
    </message>
    <message>
        <source>按「現在同步」立即送出並取回結果；平時每 30 秒自動進行。</source>
        <translation>Sync now sends and fetches at once; otherwise it happens by itself every 30 seconds.</translation>
    </message>
    <message>
        <source>正在取回結果，已收到 {count} 筆</source>
        <translation>Fetching results, {count} received</translation>
    </message>
    <message>
        <source>正在連線…</source>
        <translation>Connecting…</translation>
    </message>
    <message>
        <source>每秒 {rate} 筆</source>
        <translation>{rate} a second</translation>
    </message>
    <message>
        <source>沒有要送出的資料，也沒有新的結果。</source>
        <translation>Nothing was waiting, and there is nothing new.</translation>
    </message>
    <message>
        <source>約再 {span}</source>
        <translation>about {span} left</translation>
    </message>
    <message>
        <source>送出 {sent} 筆：接受 {accepted} 筆，未接受 {refused} 筆。收到 {received} 筆結果。</source>
        <translation>{sent} sent: {accepted} accepted, {refused} not accepted. {received} results received.</translation>
    </message>
</context>
<context>
    <name>Routes</name>
    <message>
        <source>處理中，請稍候</source>
        <translation>One moment, please</translation>
    </message>
</context>
<context>
    <name>SavePage</name>
    <message>
        <source>全部存出</source>
        <translation>Save all</translation>
    </message>
    <message>
        <source>可以拔出隨身碟了。</source>
        <translation>You may pull out the stick.</translation>
    </message>
    <message>
        <source>唯讀，不能存入</source>
        <translation>Read-only: nothing can be saved</translation>
    </message>
    <message>
        <source>存到隨身碟</source>
        <translation>Save to a stick</translation>
    </message>
    <message>
        <source>書表已存到隨身碟</source>
        <translation>The papers are on the stick</translation>
    </message>
    <message>
        <source>正在製作並存出書表</source>
        <translation>Making and saving the papers</translation>
    </message>
    <message>
        <source>每份書表各存一個 PDF（列印）與一個 ODT（可編輯）。檔案含個人資料且未加密，請自行保管。</source>
        <translation>Each paper as a PDF to print and an ODT to edit. They hold personal data and are not encrypted: keep them safe.</translation>
    </message>
    <message>
        <source>沒有找到隨身碟</source>
        <translation>No stick found</translation>
    </message>
    <message>
        <source>請先由系統退出隨身碟，再拔出。</source>
        <translation>Let the system eject the stick before you pull it out.</translation>
    </message>
    <message>
        <source>請插入隨身碟，稍等幾秒再按「重新尋找」。</source>
        <translation>Put in a stick, wait a few seconds and look again.</translation>
    </message>
    <message>
        <source>重新尋找</source>
        <translation>Look again</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>關閉</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>臺灣雲市集 合作社服務櫃台</source>
        <translation>Taiwan Cloud Market – service counter for cooperatives</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>說明</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>放棄</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>文字客服</source>
        <translation>Message</translation>
    </message>
</context>
<context>
    <name>SigningPage</name>
    <message>
        <source>以卡片簽章</source>
        <translation>Sign with your card</translation>
    </message>
    <message>
        <source>請確認內容無誤，再輸入 PIN 碼。PIN 碼只在簽章當下使用，不會留存。</source>
        <translation>Check what you sign, then enter your PIN. It is used for this one moment and not kept.</translation>
    </message>
    <message>
        <source>簽章送出</source>
        <translation>Sign and submit</translation>
    </message>
    <message>
        <source>請在讀卡機上輸入 PIN 碼，再按確認鍵；請勿抽出卡片</source>
        <translation>Type your PIN on the reader, then press its OK key. Please leave the card in.</translation>
    </message>
    <message>
        <source>卡片簽章中，請勿抽出卡片</source>
        <translation>Signing. Please leave the card in.</translation>
    </message>
    <message>
        <source>只剩最後 1 次機會</source>
        <translation>One try left</translation>
    </message>
    <message>
        <source>如果這次 PIN 碼錯誤，卡片會鎖住，要到發證機關才能解開。確定現在輸入的 PIN 碼正確嗎？</source>
        <translation>If this PIN is wrong, the card is blocked and only its issuer can unblock it. Are you sure that it is right?</translation>
    </message>
    <message>
        <source>確定送出</source>
        <translation>Yes, send it</translation>
    </message>
    <message>
        <source>我再想想</source>
        <translation>Let me think</translation>
    </message>
    <message>
        <source>正在讀取卡片…</source>
        <translation>Reading the card...</translation>
    </message>
    <message>
        <source>簽章</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>請確認內容無誤，再以卡片的 PIN 碼，或手機的行動自然人憑證簽章。</source>
        <translation>Check what you sign, then sign with your card's PIN, or with 行動自然人憑證 on your phone.</translation>
    </message>
    <message>
        <source>已收到手機簽章，送出中…</source>
        <translation>The phone has signed. Submitting…</translation>
    </message>
    <message>
        <source>改用行動自然人憑證</source>
        <translation>Sign by phone instead (行動自然人憑證)</translation>
    </message>
    <message>
        <source>改用卡片與 PIN 碼</source>
        <translation>Sign with card and PIN instead</translation>
    </message>
    <message>
        <source>以手機簽章</source>
        <translation>Sign by phone</translation>
    </message>
    <message>
        <source>請確認內容無誤，再以負責人手機上的行動自然人憑證簽章。</source>
        <translation>Check what you sign, then sign with the 行動自然人憑證 app on the phone of the person in charge.</translation>
    </message>
</context>
<context>
    <name>SplitPage</name>
    <message>
        <source>點數與自付款</source>
        <translation>Points and payment</translation>
    </message>
    <message>
        <source>點數與自付款最多 {points}:{own}，也可以少用；1 點折抵新臺幣 1 元。</source>
        <translation>At most {points}:{own} of points to own payment; fewer are fine. 1 point is worth NT$1.</translation>
    </message>
    <message>
        <source>方案定價</source>
        <translation>Price</translation>
    </message>
    <message>
        <source>使用數位點數</source>
        <translation>Points used</translation>
    </message>
    <message>
        <source>自付款</source>
        <translation>Own payment</translation>
    </message>
    <message>
        <source>目前沒有可用點數，將全額自付</source>
        <translation>No points available: you pay the full price</translation>
    </message>
    <message>
        <source>點數發給後再訂購，即可折抵。</source>
        <translation>Order after your points are granted to use them.</translation>
    </message>
    <message>
        <source>使用點數</source>
        <translation>Points to use</translation>
    </message>
    <message>
        <source>0 到 {most} 點</source>
        <translation>0 to {most} points</translation>
    </message>
    <message>
        <source>用到最多</source>
        <translation>As many as allowed</translation>
    </message>
    <message>
        <source>全額自付</source>
        <translation>Pay all myself</translation>
    </message>
    <message>
        <source>請輸入 0 到 {most} 之間的數字</source>
        <translation>Enter a number from 0 to {most}</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>您好，您的資料要連線才能取回。</source>
        <translation>Welcome back. Your record can be fetched once there is a network.</translation>
    </message>
    <message>
        <source>開始註冊</source>
        <translation>Register now</translation>
    </message>
    <message>
        <source>正在讀取卡片…</source>
        <translation>Reading the card...</translation>
    </message>
    <message>
        <source>歡迎使用</source>
        <translation>Welcome</translation>
    </message>
    <message>
        <source>請將憑證卡片插入讀卡機，或直接選擇要辦理的項目。</source>
        <translation>Insert your certificate card, or choose what you would like to do.</translation>
    </message>
    <message>
        <source>您好，請選擇要辦理的項目。辦理完畢請取回卡片。</source>
        <translation>Welcome. Please choose what you would like to do, and take your card with you when you leave.</translation>
    </message>
    <message>
        <source>尚未發給</source>
        <translation>no points yet</translation>
    </message>
    <message>
        <source>統一編號 {ubn}&#x3000;可用點數 {points}&#x3000;訂單 {orders} 筆</source>
        <translation>Business no. {ubn}    {points}    Orders: {orders}</translation>
    </message>
    <message>
        <source>建議下一步：{action}</source>
        <translation>Suggested next step: {action}</translation>
    </message>
    <message>
        <source>上次未完成：{flow}，步驟 {step}／{total} {heading}</source>
        <translation>Unfinished: {flow}, step {step} of {total}, {heading}</translation>
    </message>
    <message>
        <source>放棄</source>
        <translation>Give up</translation>
    </message>
    <message>
        <source>繼續</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>註冊</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>加入臺灣雲市集會員</source>
        <translation>Become a member</translation>
    </message>
    <message>
        <source>自評與點數</source>
        <translation>Self-assessment</translation>
    </message>
    <message>
        <source>數位自評檢測，獲得點數</source>
        <translation>Eight themes, then points</translation>
    </message>
    <message>
        <source>選購方案</source>
        <translation>Choose a plan</translation>
    </message>
    <message>
        <source>六大類方案，點數折抵</source>
        <translation>Six kinds of cloud tools</translation>
    </message>
    <message>
        <source>我的訂單與退訂</source>
        <translation>Orders and refunds</translation>
    </message>
    <message>
        <source>付款、收據、退訂</source>
        <translation>Payment, receipts, refunds</translation>
    </message>
    <message>
        <source>帳戶總覽</source>
        <translation>Account overview</translation>
    </message>
    <message>
        <source>通知、點數、訂單與帳號</source>
        <translation>Notices, points, orders</translation>
    </message>
    <message>
        <source>諮詢</source>
        <translation>Advice</translation>
    </message>
    <message>
        <source>您好，這張憑證的註冊未成立，說明如下。</source>
        <translation>Hello. The registration with this certificate was not accepted; see below.</translation>
    </message>
    <message>
        <source>五個步驟、設立案件與書表</source>
        <translation>Five steps, founding cases and papers</translation>
    </message>
    <message>
        <source>如何設立合作社</source>
        <translation>Founding a cooperative</translation>
    </message>
    <message>
        <source>您好，請先查詢會員資料，或註冊成為會員。</source>
        <translation>Welcome. Please look your membership up, or register.</translation>
    </message>
    <message>
        <source>向中央查詢</source>
        <translation>Look up at central</translation>
    </message>
    <message>
        <source>本櫃台沒有這張卡片的會員資料</source>
        <translation>This counter knows no membership of this card</translation>
    </message>
    <message>
        <source>已在別處註冊的，請按「向中央查詢」，輸入 PIN 碼後就能在這裡繼續；第一次來的，請選「註冊」。</source>
        <translation>If you registered elsewhere, press &quot;Look up at central&quot; and type your PIN to go on here; if this is your first time, choose &quot;Register&quot;.</translation>
    </message>
    <message>
        <source>專線、常見問題、要帶什麼</source>
        <translation>Hotline, questions, what to bring</translation>
    </message>
    <message>
        <source>認識臺灣雲市集</source>
        <translation>About 臺灣雲市集</translation>
    </message>
    <message>
        <source>計畫、申請方法、轉型攻略</source>
        <translation>The programme, how to apply, guides</translation>
    </message>
</context>
<context>
    <name>Statement</name>
    <message>
        <source>加入臺灣雲市集會員</source>
        <translation>Become a member of Taiwan Cloud Market</translation>
    </message>
    <message>
        <source>訂購雲端方案</source>
        <translation>Order a cloud plan</translation>
    </message>
    <message>
        <source>取消訂單</source>
        <translation>Cancel the order</translation>
    </message>
    <message>
        <source>申請退訂</source>
        <translation>Request a refund</translation>
    </message>
    <message>
        <source>提出時間</source>
        <translation>Time of request</translation>
    </message>
    <message>
        <source>合作社名稱</source>
        <translation>Name of the cooperative</translation>
    </message>
    <message>
        <source>統一編號</source>
        <translation>Business number</translation>
    </message>
    <message>
        <source>認證方式</source>
        <translation>Identified by</translation>
    </message>
    <message>
        <source>同意的告知事項版本</source>
        <translation>Version of the notice consented to</translation>
    </message>
    <message>
        <source>告知事項顯示時間</source>
        <translation>Notice shown at</translation>
    </message>
    <message>
        <source>訂單編號</source>
        <translation>Order number</translation>
    </message>
    <message>
        <source>方案名稱</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>資訊服務廠商</source>
        <translation>Vendor</translation>
    </message>
    <message>
        <source>使用期限</source>
        <translation>Term</translation>
    </message>
    <message>
        <source>訂單金額</source>
        <translation>Order total</translation>
    </message>
    <message>
        <source>使用數位點數</source>
        <translation>Points used</translation>
    </message>
    <message>
        <source>自付款</source>
        <translation>Own payment</translation>
    </message>
    <message>
        <source>取消的訂單編號</source>
        <translation>Number of the cancelled order</translation>
    </message>
    <message>
        <source>退訂的訂單編號</source>
        <translation>Order to be refunded</translation>
    </message>
    <message>
        <source>返還自付款</source>
        <translation>Own payment back</translation>
    </message>
    <message>
        <source>返還數位點數</source>
        <translation>Points back</translation>
    </message>
    <message>
        <source>資訊服務廠商接單後，請於 {days} 個工作天內完成付款；付款前可免費取消訂單。</source>
        <translation>Please pay within {days} working days of the vendor&apos;s acceptance. Cancelling is free before you pay.</translation>
    </message>
    <message>
        <source>退訂：使用未超過期限的 1/2，依使用比例返還剩餘自付款及點數；超過 1/2，自付款不予返還，返還剩餘點數。未滿一個月以一個月計算。</source>
        <translation>Refunds: up to half of the term, the unused part of your own payment and of the points comes back; past half, only the unused points do. A month begun counts as a whole month.</translation>
    </message>
    <message>
        <source>簽章送出後，此訂單即行取消，不能再恢復。</source>
        <translation>Once signed, the order is cancelled for good.</translation>
    </message>
    <message>
        <source>簽章送出後，此訂單即行終止，不能再恢復。</source>
        <translation>Once signed and submitted, this order ends and cannot be restored.</translation>
    </message>
    <message>
        <source>同意依告知事項蒐集、處理及利用資料，並遵守平台條款。</source>
        <translation>I consent to the collection, processing and use of data as told in the notice, and accept the terms of the platform.</translation>
    </message>
    <message>
        <source>證明卡片持有人在場</source>
        <translation>The card's holder is here</translation>
    </message>
    <message>
        <source>用途</source>
        <translation>For</translation>
    </message>
    <message>
        <source>查詢本人的會員資料</source>
        <translation>Looking up one's own membership</translation>
    </message>
    <message>
        <source>限用於</source>
        <translation>Only at device</translation>
    </message>
    <message>
        <source>有效時間</source>
        <translation>Valid</translation>
    </message>
    <message>
        <source>輸入 PIN 碼後數分鐘內</source>
        <translation>For some minutes after the PIN</translation>
    </message>
    <message>
        <source>這個簽章只用來證明身分，不能用來訂購、退訂或變更資料。</source>
        <translation>This signature only proves who you are; nothing can be ordered, refunded or changed with it.</translation>
    </message>
</context>
<context>
    <name>StepPage</name>
    <message>
        <source>處理中，請稍候</source>
        <translation>One moment, please</translation>
    </message>
</context>
<context>
    <name>Stepper</name>
    <message>
        <source>步驟 {number}／{total}</source>
        <translation>Step {number} of {total}</translation>
    </message>
</context>
<context>
    <name>Sticks</name>
    <message>
        <source>唯讀：不能寫入</source>
        <translation>Read-only: cannot be written to</translation>
    </message>
    <message>
        <source>檔名 {file}。</source>
        <translation>File name {file}. </translation>
    </message>
    <message>
        <source>已存好，可以拔出隨身碟</source>
        <translation>Saved: the stick may be pulled out</translation>
    </message>
    <message>
        <source>已存好，請先退出隨身碟再拔出</source>
        <translation>Saved: eject the stick before you pull it out</translation>
    </message>
    <message>
        <source>這部電腦無法自動退出隨身碟：請在系統的檔案管理員按「退出」，再拔出。</source>
        <translation>This computer cannot eject the stick by itself: press "Eject" in its file manager, then pull it out.</translation>
    </message>
</context>
<context>
    <name>StoppedPage</name>
    <message>
        <source>再試一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>已受理的資料仍在本機，程式沒有更動任何檔案。</source>
        <translation>What was taken is still on this machine; the program has changed no file.</translation>
    </message>
    <message>
        <source>本櫃台暫停服務</source>
        <translation>This counter is out of service</translation>
    </message>
</context>
<context>
    <name>SyncMark</name>
    <message>
        <source>離線，{count} 筆待送</source>
        <translation>Offline, {count} waiting</translation>
    </message>
    <message>
        <source>離線</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>{count} 筆待送</source>
        <translation>{count} waiting</translation>
    </message>
    <message>
        <source>已同步</source>
        <translation>In sync</translation>
    </message>
    <message>
        <source>{count} 件待處理</source>
        <translation>{count} to attend to</translation>
    </message>
    <message>
        <source>同步狀態：{words}</source>
        <translation>Sync: {words}</translation>
    </message>
    <message>
        <source>按此查看同步與待處理（F9）</source>
        <translation>Press to see sync and things to attend to (F9)</translation>
    </message>
</context>
<context>
    <name>SyncPage</name>
    <message>
        <source>沒有網路時</source>
        <translation>Without a network</translation>
    </message>
    <message>
        <source>待送資料可以用隨身碟帶到中央，再把回覆帶回來。</source>
        <translation>What waits can be carried to central on a USB stick, and the answer back.</translation>
    </message>
    <message>
        <source>用隨身碟交換</source>
        <translation>Exchange by USB stick</translation>
    </message>
    <message>
        <source>{count} 筆</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>{span}後</source>
        <translation>in {span}</translation>
    </message>
    <message>
        <source>上次成功</source>
        <translation>Last success</translation>
    </message>
    <message>
        <source>下次自動嘗試</source>
        <translation>Next try</translation>
    </message>
    <message>
        <source>中央未接受 {count} 件，需要與當事人聯繫。</source>
        <translation>Central did not accept {count}; somebody has to talk to the people.</translation>
    </message>
    <message>
        <source>即將開始</source>
        <translation>any moment now</translation>
    </message>
    <message>
        <source>可協助的人：{who}</source>
        <translation>Who can help: {who}</translation>
    </message>
    <message>
        <source>同步</source>
        <translation>Sync</translation>
    </message>
    <message>
        <source>尚未連上中央</source>
        <translation>No connection to central</translation>
    </message>
    <message>
        <source>待處理</source>
        <translation>Things to attend to</translation>
    </message>
    <message>
        <source>最早一筆</source>
        <translation>The oldest</translation>
    </message>
    <message>
        <source>最早一筆已等候將近 30 天</source>
        <translation>The oldest has waited for nearly 30 days</translation>
    </message>
    <message>
        <source>有資料等候送出</source>
        <translation>Something waits to be sent</translation>
    </message>
    <message>
        <source>本櫃台受理的事項先保存在本機，連線時自動送往中央。</source>
        <translation>What is taken here is kept on this machine first, and sent to central when there is a connection.</translation>
    </message>
    <message>
        <source>查看已結案</source>
        <translation>See closed cases</translation>
    </message>
    <message>
        <source>查看待處理</source>
        <translation>See the list</translation>
    </message>
    <message>
        <source>沒有待處理的案件。</source>
        <translation>Nothing to attend to.</translation>
    </message>
    <message>
        <source>現在同步</source>
        <translation>Sync now</translation>
    </message>
    <message>
        <source>等候送出</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>與中央一致</source>
        <translation>In step with central</translation>
    </message>
    <message>
        <source>請儘快連線送出：退訂自簽章日起算的期間最長 30 天，逾期改以中央收到的日期計算。</source>
        <translation>Please connect soon: a refund counts from its signature for 30 days at most, after that from the day central receives it.</translation>
    </message>
    <message>
        <source>還沒有同步過</source>
        <translation>never yet</translation>
    </message>
    <message>
        <source>有 {count} 張單據沒有印出。</source>
        <translation>Papers that did not come out: {count}.</translation>
    </message>
    <message>
        <source>列印與印表機</source>
        <translation>Prints and printers</translation>
    </message>
    <message>
        <source>單據</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>查驗單據</source>
        <translation>Verify a paper</translation>
    </message>
    <message>
        <source>值班報表</source>
        <translation>Shift report</translation>
    </message>
    <message>
        <source>人員</source>
        <translation>Staff</translation>
    </message>
    <message>
        <source>值班</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>變更密碼</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>我的憑證卡</source>
        <translation>My card</translation>
    </message>
    <message>
        <source>結束程式</source>
        <translation>End the program</translation>
    </message>
    <message>
        <source>這部機器</source>
        <translation>This machine</translation>
    </message>
    <message>
        <source>機器檢查</source>
        <translation>Check the machine</translation>
    </message>
</context>
<context>
    <name>ThemePage</name>
    <message>
        <source>主題 {number}／{total}：{theme}</source>
        <translation>Theme {number} of {total}: {theme}</translation>
    </message>
    <message>
        <source>請選最接近貴社現況的一項；沒有對錯，也不影響補助點數。</source>
        <translation>Choose what comes closest. There is no right or wrong, and the points do not depend on it.</translation>
    </message>
</context>
<context>
    <name>ThemesPage</name>
    <message>
        <source>申請專家服務</source>
        <translation>Ask for an expert</translation>
    </message>
    <message>
        <source>請勾選想請專家協助的主題；專家會以 Email 與聯絡人聯繫。</source>
        <translation>Tick what you would like advice on; an expert will write to the contact by e-mail.</translation>
    </message>
    <message>
        <source>送出申請</source>
        <translation>Send the request</translation>
    </message>
    <message>
        <source>自評 {score} 分</source>
        <translation>Scored {score}</translation>
    </message>
    <message>
        <source>希望的時間（可不填）</source>
        <translation>When it suits you (optional)</translation>
    </message>
    <message>
        <source>哪一天方便聯繫</source>
        <translation>On which day can you be reached?</translation>
    </message>
    <message>
        <source>想先讓顧問知道的事（可不填）</source>
        <translation>What the consultant should know beforehand (optional)</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>訂單成立</source>
        <translation>Order placed</translation>
    </message>
    <message>
        <source>{until}（{days}內確認或取消）</source>
        <translation>{until} (accepted or declined within {days})</translation>
    </message>
    <message>
        <source>{until}（接單後 {days} 個工作天內）</source>
        <translation>{until} ({days} working days after acceptance)</translation>
    </message>
    <message>
        <source>資訊服務廠商確認</source>
        <translation>Vendor accepts</translation>
    </message>
    <message>
        <source>資訊服務廠商確認中</source>
        <translation>Waiting for the vendor</translation>
    </message>
    <message>
        <source>資訊服務廠商已接單</source>
        <translation>Accepted by the vendor</translation>
    </message>
    <message>
        <source>付款</source>
        <translation>Payment</translation>
    </message>
    <message>
        <source>付款中</source>
        <translation>Awaiting payment</translation>
    </message>
    <message>
        <source>已付款</source>
        <translation>Paid</translation>
    </message>
    <message>
        <source>{until}（收款後 {days} 個工作天內）</source>
        <translation>{until} ({days} working days after payment)</translation>
    </message>
    <message>
        <source>{until}（訂單確認後 {days} 個工作天內）</source>
        <translation>{until} ({days} working days after acceptance)</translation>
    </message>
    <message>
        <source>已逾期：{clock}</source>
        <translation>Late: {clock}</translation>
    </message>
    <message>
        <source>開立發票</source>
        <translation>Invoice</translation>
    </message>
    <message>
        <source>等待廠商開立發票</source>
        <translation>Waiting for the invoice</translation>
    </message>
    <message>
        <source>發票已開立</source>
        <translation>Invoice issued</translation>
    </message>
    <message>
        <source>開通服務</source>
        <translation>Service starts</translation>
    </message>
    <message>
        <source>等待廠商開通服務</source>
        <translation>Waiting for the service to start</translation>
    </message>
    <message>
        <source>服務已開通</source>
        <translation>Service started</translation>
    </message>
    <message>
        <source>服務期滿</source>
        <translation>Term ends</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>臺灣雲市集</source>
        <translation>Taiwan Cloud Market</translation>
    </message>
    <message>
        <source>合作社服務櫃台</source>
        <translation>Service counter for cooperatives</translation>
    </message>
    <message>
        <source>回到首頁</source>
        <translation>Back to the start page</translation>
    </message>
    <message>
        <source>English</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>呼叫人員</source>
        <translation>Call staff</translation>
    </message>
    <message>
        <source>呼叫中 {since}</source>
        <translation>Called {since}</translation>
    </message>
    <message>
        <source>鎖定・{name}</source>
        <translation>Lock: {name}</translation>
    </message>
    <message>
        <source>登出並鎖定櫃台（Ctrl+L）：{name}</source>
        <translation>Sign out and lock the counter (Ctrl+L): {name}</translation>
    </message>
    <message>
        <source>字級與對比</source>
        <translation>Type and contrast</translation>
    </message>
    <message>
        <source>字級與對比（F8）</source>
        <translation>Type and contrast (F8)</translation>
    </message>
    <message>
        <source>結束</source>
        <translation>End</translation>
    </message>
</context>
<context>
    <name>TrainingBanner</name>
    <message>
        <source>訓練模式：虛擬卡片，資料不會送往正式環境</source>
        <translation>Training: virtual cards; nothing goes to the real system</translation>
    </message>
</context>
<context>
    <name>TrainingMenu</name>
    <message>
        <source>訓練選單</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>開關訓練選單</source>
        <translation>Open or close the training menu</translation>
    </message>
</context>
<context>
    <name>TrainingPanel</name>
    <message>
        <source>插入／更換卡片</source>
        <translation>Insert card</translation>
    </message>
    <message>
        <source>拔出卡片</source>
        <translation>Remove card</translation>
    </message>
    <message>
        <source>機關核可</source>
        <translation>Approve</translation>
    </message>
    <message>
        <source>廠商接單</source>
        <translation>Vendor accepts</translation>
    </message>
    <message>
        <source>付款</source>
        <translation>Pay</translation>
    </message>
    <message>
        <source>開立發票</source>
        <translation>Issue invoice</translation>
    </message>
    <message>
        <source>開通服務</source>
        <translation>Start service</translation>
    </message>
    <message>
        <source>過 1 天</source>
        <translation>1 day later</translation>
    </message>
    <message>
        <source>過 1 個月</source>
        <translation>1 month later</translation>
    </message>
    <message>
        <source>過 2 個月</source>
        <translation>2 months later</translation>
    </message>
    <message>
        <source>顯示信件</source>
        <translation>Show e-mails</translation>
    </message>
    <message>
        <source>結束訓練</source>
        <translation>End training</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>I see</translation>
    </message>
    <message>
        <source>插入哪一張訓練卡片？</source>
        <translation>Which training card?</translation>
    </message>
    <message>
        <source>可以辦理的卡片</source>
        <translation>Cards that work</translation>
    </message>
    <message>
        <source>會被拒絕的卡片</source>
        <translation>Cards that are refused</translation>
    </message>
    <message>
        <source>卡片或讀卡機的狀況</source>
        <translation>Trouble with card or reader</translation>
    </message>
    <message>
        <source>訓練信箱收到的信件</source>
        <translation>E-mails in the training mailbox</translation>
    </message>
    <message>
        <source>還沒有信件</source>
        <translation>No e-mails yet</translation>
    </message>
    <message>
        <source>收件人 {to}</source>
        <translation>To {to}</translation>
    </message>
    <message>
        <source>手機：同意</source>
        <translation>Phone agrees</translation>
    </message>
    <message>
        <source>手機：拒絕</source>
        <translation>Phone refuses</translation>
    </message>
</context>
<context>
    <name>TriesLeft</name>
    <message>
        <source>卡片未提供剩餘次數，請確認後再輸入</source>
        <translation>Tries left unknown: be sure of your PIN</translation>
    </message>
    <message>
        <source>只剩最後 1 次機會，再錯卡片就會鎖住</source>
        <translation>Last try: one more mistake locks the card</translation>
    </message>
    <message>
        <source>還可以試 {left} 次</source>
        <translation>{left} tries left</translation>
    </message>
</context>
<context>
    <name>WithdrawPage</name>
    <message>
        <source>原因（與當事人如何約定）</source>
        <translation>Why, and what was agreed</translation>
    </message>
    <message>
        <source>撤回並結案</source>
        <translation>Withdraw and close</translation>
    </message>
    <message>
        <source>確定結案</source>
        <translation>Close the case</translation>
    </message>
    <message>
        <source>結案後不再列入待處理</source>
        <translation>A closed case leaves the list</translation>
    </message>
    <message>
        <source>經辦人</source>
        <translation>Handled by</translation>
    </message>
    <message>
        <source>這筆事項在中央本來就沒有成立；結案不會改變任何訂單或點數，紀錄會保留。</source>
        <translation>It never took effect at central; closing it changes no order and no points, and the record is kept.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>{name}（負責人）</source>
        <translation>{name} (person in charge)</translation>
    </message>
    <message>
        <source>{amount} 點</source>
        <translation>{amount} points</translation>
    </message>
    <message>
        <source>1 個月</source>
        <translation>1 month</translation>
    </message>
    <message>
        <source>{count} 個月</source>
        <translation>{count} months</translation>
    </message>
    <message>
        <source>至 {day} 24:00 止</source>
        <translation>until the end of {day}</translation>
    </message>
    <message>
        <source>組織及團體憑證</source>
        <translation>Organisation certificate</translation>
    </message>
    <message>
        <source>負責人之自然人憑證</source>
        <translation>Citizen certificate of the person in charge</translation>
    </message>
    <message>
        <source>負責人之行動自然人憑證</source>
        <translation>Mobile citizen certificate of the person in charge</translation>
    </message>
    <message>
        <source>行銷推廣</source>
        <translation>Marketing</translation>
    </message>
    <message>
        <source>網路開店</source>
        <translation>Online shop</translation>
    </message>
    <message>
        <source>市場分析</source>
        <translation>Market analysis</translation>
    </message>
    <message>
        <source>遠距辦公與文書</source>
        <translation>Remote work</translation>
    </message>
    <message>
        <source>客戶服務</source>
        <translation>Customer service</translation>
    </message>
    <message>
        <source>企業管理</source>
        <translation>Management</translation>
    </message>
    <message>
        <source>資訊服務廠商確認中</source>
        <translation>Waiting for the vendor</translation>
    </message>
    <message>
        <source>付款中</source>
        <translation>Awaiting payment</translation>
    </message>
    <message>
        <source>已付款</source>
        <translation>Paid</translation>
    </message>
    <message>
        <source>服務中</source>
        <translation>In service</translation>
    </message>
    <message>
        <source>期程已結束</source>
        <translation>Term over</translation>
    </message>
    <message>
        <source>已退訂</source>
        <translation>Refunded</translation>
    </message>
    <message>
        <source>資訊服務廠商取消訂單</source>
        <translation>Cancelled by the vendor</translation>
    </message>
    <message>
        <source>資訊服務廠商逾期未確認，訂單已取消</source>
        <translation>Cancelled: the vendor did not accept in time</translation>
    </message>
    <message>
        <source>逾期未付款，訂單已取消</source>
        <translation>Cancelled: not paid in time</translation>
    </message>
    <message>
        <source>中小企業取消訂購</source>
        <translation>Cancelled by the buyer</translation>
    </message>
    <message>
        <source>{days} 個工作天</source>
        <translation>{days} working days</translation>
    </message>
    <message>
        <source>{days} 天</source>
        <translation>{days} days</translation>
    </message>
    <message>
        <source>以稅籍登記資料查核</source>
        <translation>Checked against the tax registration</translation>
    </message>
    <message>
        <source>由主辦及執行單位查核</source>
        <translation>Checked by the programme&apos;s agencies</translation>
    </message>
    <message>
        <source>由臺灣雲市集平台紀錄查核</source>
        <translation>Checked against the market&apos;s own records</translation>
    </message>
    <message>
        <source>資格確認中（約 {days} 個工作天）</source>
        <translation>Being checked (working days needed: about {days})</translation>
    </message>
    <message>
        <source>資格已確認</source>
        <translation>Eligible</translation>
    </message>
    <message>
        <source>資格不符</source>
        <translation>Not eligible</translation>
    </message>
    <message>
        <source>已發給，尚未啟用</source>
        <translation>Granted, not yet activated</translation>
    </message>
    <message>
        <source>使用中</source>
        <translation>In use</translation>
    </message>
    <message>
        <source>未啟用，已全數返還</source>
        <translation>Not activated, all returned</translation>
    </message>
    <message>
        <source>已到期，剩餘點數已收回</source>
        <translation>Expired, the rest was reclaimed</translation>
    </message>
    <message>
        <source>註冊</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>數位自評</source>
        <translation>Self-assessment</translation>
    </message>
    <message>
        <source>申請專家服務</source>
        <translation>Ask for an expert</translation>
    </message>
    <message>
        <source>選購方案</source>
        <translation>Choose a plan</translation>
    </message>
    <message>
        <source>取消訂單</source>
        <translation>Cancel the order</translation>
    </message>
    <message>
        <source>退訂</source>
        <translation>Refund</translation>
    </message>
    <message>
        <source>選擇認證方式</source>
        <translation>Choose a certificate</translation>
    </message>
    <message>
        <source>同意告知事項</source>
        <translation>Notice and consent</translation>
    </message>
    <message>
        <source>身分驗證</source>
        <translation>Identification</translation>
    </message>
    <message>
        <source>授權與聲明</source>
        <translation>Declaration</translation>
    </message>
    <message>
        <source>聯絡人</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>驗證Email</source>
        <translation>Verify e-mail</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>填寫自評</source>
        <translation>Questions</translation>
    </message>
    <message>
        <source>自評結果</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>方案推薦</source>
        <translation>Plans that fit</translation>
    </message>
    <message>
        <source>獲得點數</source>
        <translation>Points</translation>
    </message>
    <message>
        <source>諮詢主題</source>
        <translation>Themes</translation>
    </message>
    <message>
        <source>選擇方案</source>
        <translation>Choose a plan</translation>
    </message>
    <message>
        <source>點數與自付款</source>
        <translation>Points and payment</translation>
    </message>
    <message>
        <source>確認內容</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>簽章</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>退訂試算</source>
        <translation>Refund preview</translation>
    </message>
    <message>
        <source>主管機關受理申請</source>
        <translation>Authority takes it up</translation>
    </message>
    <message>
        <source>召開創立會</source>
        <translation>Founding meeting</translation>
    </message>
    <message>
        <source>如何設立合作社</source>
        <translation>Founding a cooperative</translation>
    </message>
    <message>
        <source>成立籌備會</source>
        <translation>Preparation meeting</translation>
    </message>
    <message>
        <source>發起組織</source>
        <translation>Organise</translation>
    </message>
    <message>
        <source>辦理登記、開展業務</source>
        <translation>Register and begin</translation>
    </message>
    <message>
        <source>查詢</source>
        <translation>Look-up</translation>
    </message>
    <message>
        <source>證明身分</source>
        <translation>Prove who you are</translation>
    </message>
    <message>
        <source>查詢結果</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>我的個人資料</source>
        <translation>My personal data</translation>
    </message>
    <message>
        <source>請求事項</source>
        <translation>Request</translation>
    </message>
</context>
<context>
    <name>_ReaderKeys</name>
    <message>
        <source>請在讀卡機上輸入 PIN 碼</source>
        <translation>Type your PIN on the reader</translation>
    </message>
    <message>
        <source>先按「簽章送出」，再依讀卡機的指示輸入，並按讀卡機上的確認鍵。</source>
        <translation>Press "Sign and submit" first, then type it as the reader says and press the reader's OK key.</translation>
    </message>
</context>
<context>
    <name>EnrolPage</name>
    <message>
        <source>登錄這部機器</source>
        <translation>Enrol this machine</translation>
    </message>
    <message>
        <source>中央還不認識這部機器。請主管單位在中央後台的「裝置」製作登錄碼；登錄碼只能用一次，24 小時內有效。</source>
        <translation>Central does not know this machine yet. Ask the authority to make an enrolment code under &quot;Devices&quot; in central's office; it can be used once, within 24 hours.</translation>
    </message>
    <message>
        <source>登錄</source>
        <translation>Enrol</translation>
    </message>
    <message>
        <source>登錄碼</source>
        <translation>Enrolment code</translation>
    </message>
    <message>
        <source>請以掃描器掃 QR 碼，或輸入 16 位登錄碼</source>
        <translation>Scan the QR code with the scanner, or type the 16 letters</translation>
    </message>
    <message>
        <source>中央服務的網址</source>
        <translation>Central service's address</translation>
    </message>
    <message>
        <source>以 https:// 開頭；掃 QR 碼時不必填</source>
        <translation>Begins with https://; not needed with a QR code</translation>
    </message>
</context>
<context>
    <name>EnrolWindow</name>
    <message>
        <source>正在向中央登錄</source>
        <translation>Enrolling with central</translation>
    </message>
</context>
<context>
    <name>EnrolledPage</name>
    <message>
        <source>登錄完成</source>
        <translation>This machine is enrolled</translation>
    </message>
    <message>
        <source>請與中央後台顯示的據點和櫃檯核對；不同時請關閉視窗，通知主管單位停用這部機器。</source>
        <translation>Compare office and terminal with what central's office shows. Where they differ, close the window and have the authority shut this machine out.</translation>
    </message>
    <message>
        <source>開啟櫃台</source>
        <translation>Open the counter</translation>
    </message>
    <message>
        <source>據點</source>
        <translation>Office</translation>
    </message>
    <message>
        <source>櫃檯</source>
        <translation>Terminal</translation>
    </message>
    <message>
        <source>中央服務</source>
        <translation>Central service</translation>
    </message>
    <message>
        <source>中央金鑰識別</source>
        <translation>Mark of central's key</translation>
    </message>
    <message>
        <source>等候傳送</source>
        <translation>Waiting to be sent</translation>
    </message>
    <message>
        <source>{count} 筆</source>
        <translation>{count}</translation>
    </message>
</context>
<context>
    <name>JoinSigningPage</name>
    <message>
        <source>以卡片簽章</source>
        <translation>Sign with your card</translation>
    </message>
    <message>
        <source>請確認內容無誤，再輸入 PIN 碼（只在簽章當下使用，不會留存）。簽章後先向中央查詢您是否已是會員；已是會員時不會送出。</source>
        <translation>Check what you sign, then enter your PIN (used for this one moment and not kept). Once signed, central is asked first whether you are a member already; if you are, nothing is submitted.</translation>
    </message>
    <message>
        <source>以手機簽章</source>
        <translation>Sign by phone</translation>
    </message>
    <message>
        <source>請確認內容無誤，再以負責人手機上的行動自然人憑證簽章。簽章後先向中央查詢您是否已是會員；已是會員時不會送出。</source>
        <translation>Check what you sign, then sign with the 行動自然人憑證 app on the phone of the person in charge. Once signed, central is asked first whether you are a member already; if you are, nothing is submitted.</translation>
    </message>
    <message>
        <source>簽章送出</source>
        <translation>Sign and submit</translation>
    </message>
</context>
<context>
    <name>MemberElsewherePage</name>
    <message>
        <source>您已經是會員</source>
        <translation>You are a member already</translation>
    </message>
    <message>
        <source>您已註冊過，沒有再註冊一次；會員資料已取回本櫃台。</source>
        <translation>You registered before, and were not registered again; your membership is here now.</translation>
    </message>
    <message>
        <source>繼續</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>資料與中央一致</source>
        <translation>The same as at central</translation>
    </message>
    <message>
        <source>您的點數與訂單都在這裡了，可以繼續辦理。</source>
        <translation>Your points and orders are here now; you can go on.</translation>
    </message>
</context>
<context>
    <name>IdentifiedPage</name>
    <message>
        <source>已取得會員資料</source>
        <translation>Your membership is here</translation>
    </message>
    <message>
        <source>您的點數與訂單都在這裡了，可以繼續辦理。</source>
        <translation>Your points and orders are here now; you can go on.</translation>
    </message>
    <message>
        <source>繼續</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>資料與中央一致</source>
        <translation>The same as at central</translation>
    </message>
    <message>
        <source>之後的變更也會送到本櫃台。</source>
        <translation>Later changes will come to this counter too.</translation>
    </message>
    <message>
        <source>中央沒有這張卡片的會員資料</source>
        <translation>Central knows no membership of this card</translation>
    </message>
    <message>
        <source>這張卡片還沒有註冊。</source>
        <translation>Nobody has registered with this card.</translation>
    </message>
    <message>
        <source>前往註冊</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>可以在這裡註冊</source>
        <translation>You can register here</translation>
    </message>
    <message>
        <source>曾以另一張憑證註冊時，請改用那張卡片；不確定時請洽櫃台人員。</source>
        <translation>If you registered with another certificate, use that card; if in doubt, ask the staff.</translation>
    </message>
</context>
<context>
    <name>IdentifyAwayPage</name>
    <message>
        <source>離線中，無法查詢</source>
        <translation>No network: central cannot be asked now</translation>
    </message>
    <message>
        <source>本櫃台沒有這張卡片的會員資料，取得資料需要網路。</source>
        <translation>This counter knows no membership of this card, and fetching one needs the network.</translation>
    </message>
    <message>
        <source>前往註冊</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>現在可以這樣做</source>
        <translation>What can be done now</translation>
    </message>
    <message>
        <source>還沒有註冊過：現在就可以註冊，先離線受理（暫定），連線後由中央確認。</source>
        <translation>Not registered yet: register now. It is taken offline (provisional) and confirmed by central later.</translation>
    </message>
    <message>
        <source>已在別處註冊：請到原受理的櫃台辦理，或等本櫃台連線後再來；不要重複註冊。</source>
        <translation>Registered elsewhere: go to the counter where you registered, or come back when this one has a network. Please do not register twice.</translation>
    </message>
    <message>
        <source>急著要辦：請撥客服諮詢專線 0809-092-091。</source>
        <translation>In a hurry: call the helpline 0809-092-091.</translation>
    </message>
</context>
<context>
    <name>IdentifyPage</name>
    <message>
        <source>向中央查詢會員資料</source>
        <translation>Look your membership up at central</translation>
    </message>
    <message>
        <source>以 PIN 碼證明卡片是您的，才會向中央取得您的會員資料；不會送出任何申請。</source>
        <translation>Only after your PIN has proven that the card is yours is your membership fetched from central. Nothing is applied for.</translation>
    </message>
    <message>
        <source>查詢</source>
        <translation>Look up</translation>
    </message>
</context>
<context>
    <name>PaperWaysPage</name>
    <message>
        <source>取得單據的其他方式</source>
        <translation>Other ways to the paper</translation>
    </message>
    <message>
        <source>用這台印表機列印</source>
        <translation>Print on this printer</translation>
    </message>
    <message>
        <source>放棄這次列印</source>
        <translation>Give this print up</translation>
    </message>
    <message>
        <source>換一台印表機</source>
        <translation>Another printer</translation>
    </message>
    <message>
        <source>沒有可以印這種紙張的印表機，或列印服務沒有回應。</source>
        <translation>There is no printer for this paper, or the print service does not answer.</translation>
    </message>
    <message>
        <source>存到隨身碟</source>
        <translation>To a USB stick</translation>
    </message>
    <message>
        <source>單據會以 PDF 檔存到當事人的隨身碟；檔案沒有加密，請當事人自行保管。</source>
        <translation>The paper goes to the person's own stick as a PDF. The file is not encrypted: it is theirs to look after.</translation>
    </message>
    <message>
        <source>沒有找到隨身碟。請插入後按「重新尋找」。</source>
        <translation>No stick was found. Put one in, then press "Look again".</translation>
    </message>
    <message>
        <source>存到這支隨身碟</source>
        <translation>Save to this stick</translation>
    </message>
    <message>
        <source>重新尋找</source>
        <translation>Look again</translation>
    </message>
    <message>
        <source>正在檢查印表機</source>
        <translation>Looking at the printer</translation>
    </message>
    <message>
        <source>處理中，請稍候</source>
        <translation>One moment, please</translation>
    </message>
    <message>
        <source>正在寫入隨身碟，請勿拔出</source>
        <translation>Writing to the stick: do not pull it out</translation>
    </message>
    <message>
        <source>再印一次</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>{number}：換一台印表機、存到隨身碟，或經由中央服務取得。</source>
        <translation>{number}: use another printer, a USB stick, or fetch it from central.</translation>
    </message>
    <message>
        <source>用手機取得</source>
        <translation>By phone</translation>
    </message>
    <message>
        <source>單據會加密存放在中央服務 7 天，只有掃描這裡的 QR Code 才能打開。需要網路。</source>
        <translation>Central keeps the paper encrypted for 7 days; only who scans the QR code shown here can open it. Needs a network.</translation>
    </message>
    <message>
        <source>顯示 QR Code</source>
        <translation>Show the QR code</translation>
    </message>
    <message>
        <source>寄到合作社的 Email</source>
        <translation>By e-mail to the cooperative</translation>
    </message>
    <message>
        <source>由中央服務把取得單據的連結寄到合作社已驗證的 Email，連結 7 天內有效。需要網路。</source>
        <translation>Central mails a link to the paper to the cooperative's confirmed address; it holds for 7 days. Needs a network.</translation>
    </message>
    <message>
        <source>寄出連結</source>
        <translation>Mail the link</translation>
    </message>
    <message>
        <source>正在交給中央服務</source>
        <translation>Handing it to central</translation>
    </message>
    <message>
        <source>取得單據的 QR Code</source>
        <translation>QR code to fetch the paper</translation>
    </message>
    <message>
        <source>請用手機掃描，單據會以 PDF 顯示。連結到 {until} 為止有效；取得的人都看得到內容。</source>
        <translation>Scan it with a phone: the paper is shown as a PDF. The link holds until {until}; whoever has it can read the paper.</translation>
    </message>
    <message>
        <source>已交由中央服務寄到 {address}。連結到 {until} 為止有效。</source>
        <translation>Central mails it to {address}. The link holds until {until}.</translation>
    </message>
    <message>
        <source>已寄出</source>
        <translation>On its way</translation>
    </message>
</context>
<context>
    <name>PrintPanel</name>
    <message>
        <source>列印</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>其他方式</source>
        <translation>Other ways</translation>
    </message>
    <message>
        <source>選擇印表機</source>
        <translation>Choose printers</translation>
    </message>
    <message>
        <source>正在檢查印表機</source>
        <translation>Looking at the printer</translation>
    </message>
    <message>
        <source>尚未列印</source>
        <translation>Not printed yet</translation>
    </message>
    <message>
        <source>再印一次</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>補印一份</source>
        <translation>Print another copy</translation>
    </message>
    <message>
        <source>代碼 {code}</source>
        <translation>Code {code}</translation>
    </message>
    <message>
        <source>放棄這次列印</source>
        <translation>Give this print up</translation>
    </message>
    <message>
        <source>處理中，請稍候</source>
        <translation>One moment, please</translation>
    </message>
</context>
<context>
    <name>PrintersPage</name>
    <message>
        <source>選擇印表機</source>
        <translation>Choose printers</translation>
    </message>
    <message>
        <source>每種紙張由哪一台印表機印。印表機由系統的列印服務管理，這裡只選擇。</source>
        <translation>Which printer prints which paper. Printers are set up in the system's print service; here one only chooses.</translation>
    </message>
    <message>
        <source>儲存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>列印服務裡沒有印表機</source>
        <translation>The print service has no printer</translation>
    </message>
    <message>
        <source>請系統管理人員先在系統中加入印表機，再回到這裡。</source>
        <translation>Have the system administrator add one to the system, then come back here.</translation>
    </message>
    <message>
        <source>處理中，請稍候</source>
        <translation>One moment, please</translation>
    </message>
    <message>
        <source>沒有印表機可以印這種紙張。</source>
        <translation>No printer takes this paper.</translation>
    </message>
    <message>
        <source>原來選的印表機不在了：{name}</source>
        <translation>The printer chosen before is not there any more: {name}</translation>
    </message>
    <message>
        <source>請重新選擇。</source>
        <translation>Choose anew.</translation>
    </message>
    <message>
        <source>個別單據</source>
        <translation>Single kinds of papers</translation>
    </message>
    <message>
        <source>沒有另外指定的單據，依上面的紙張設定列印；兩種紙張都有印表機時，用 A4。</source>
        <translation>Papers without a printer of their own go by the sizes above; on A4 where both sizes have a printer.</translation>
    </message>
    <message>
        <source>依紙張設定</source>
        <translation>As set for its size</translation>
    </message>
</context>
<context>
    <name>Printing</name>
    <message>
        <source>等候列印</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>列印中</source>
        <translation>Printing</translation>
    </message>
    <message>
        <source>已印出</source>
        <translation>Printed</translation>
    </message>
    <message>
        <source>沒有印出</source>
        <translation>Not printed</translation>
    </message>
    <message>
        <source>已放棄</source>
        <translation>Given up</translation>
    </message>
    <message>
        <source>第一次列印</source>
        <translation>First print</translation>
    </message>
    <message>
        <source>補印第 {count} 次</source>
        <translation>Reprint {count}</translation>
    </message>
    <message>
        <source>A4 紙張</source>
        <translation>A4 paper</translation>
    </message>
    <message>
        <source>80 毫米紙捲</source>
        <translation>80 mm roll</translation>
    </message>
</context>
<context>
    <name>PrintingPage</name>
    <message>
        <source>列印</source>
        <translation>Printing</translation>
    </message>
    <message>
        <source>送到印表機的單據與結果。按一張單據，可再印一次、換印表機、存到隨身碟或放棄。</source>
        <translation>What was sent to a printer, and what became of it. Press one to print it again, on another printer, save it to a stick or give it up.</translation>
    </message>
    <message>
        <source>回同步</source>
        <translation>Back to sync</translation>
    </message>
    <message>
        <source>選擇印表機</source>
        <translation>Choose printers</translation>
    </message>
    <message>
        <source>還沒有列印過</source>
        <translation>Nothing was printed yet</translation>
    </message>
    <message>
        <source>在單據頁按「列印」，結果會列在這裡。</source>
        <translation>Press "Print" on a paper's page; what comes of it is listed here.</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>以手機掃描</source>
        <translation>Scan with a phone</translation>
    </message>
    <message>
        <source>例如：PIN、退訂、到期</source>
        <translation>for example: PIN, refund, expire</translation>
    </message>
    <message>
        <source>客服諮詢專線</source>
        <translation>Hotline</translation>
    </message>
    <message>
        <source>搜尋常見問題</source>
        <translation>Search the questions</translation>
    </message>
    <message>
        <source>每週一至週日 {opens}–{closes}；國定假日如有異動，以平台公告為主。</source>
        <translation>Every day {opens}–{closes}; on national holidays as announced.</translation>
    </message>
    <message>
        <source>沒有找到，請換個詞，或洽客服諮詢專線</source>
        <translation>Nothing found: try another word, or call the hotline</translation>
    </message>
    <message>
        <source>現在不是服務時段</source>
        <translation>The hotline is closed now</translation>
    </message>
    <message>
        <source>網站</source>
        <translation>Website</translation>
    </message>
    <message>
        <source>諮詢</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>諮詢信箱</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>辦理前請備妥</source>
        <translation>What to bring</translation>
    </message>
    <message>
        <source>現在是服務時段</source>
        <translation>The hotline is open now</translation>
    </message>
    <message>
        <source>先找找常見問題，或依下列管道詢問；每一頁都可按右上角呼叫人員、按下方留言給文字客服。</source>
        <translation>Look among the questions first, or ask by one of these ways. Every page has a call for staff at the top right and a message to the help desk at the bottom.</translation>
    </message>
    <message>
        <source>暫停服務</source>
        <translation>closed</translation>
    </message>
    <message>
        <source>今天 {hours}：{note}</source>
        <translation>Today {hours}: {note}</translation>
    </message>
    <message>
        <source>沒有卡片？怎麼申辦</source>
        <translation>No card? How to get one</translation>
    </message>
    <message>
        <source>怎麼設定行動自然人憑證</source>
        <translation>How to set up 行動自然人憑證</translation>
    </message>
</context>
<context>
    <name>VerifyPage</name>
    <message>
        <source>查驗單據</source>
        <translation>Verify a paper</translation>
    </message>
    <message>
        <source>掃描單據上的 QR 碼，或輸入檢查碼；不需要網路。</source>
        <translation>Scan the paper's QR code or type its check code; no network is needed.</translation>
    </message>
    <message>
        <source>查驗</source>
        <translation>Verify</translation>
    </message>
    <message>
        <source>QR 碼或檢查碼</source>
        <translation>QR code or check code</translation>
    </message>
    <message>
        <source>任何櫃台開立的單據都能以 QR 碼查驗；檢查碼只能查驗本櫃台開立的單據。</source>
        <translation>A QR code verifies a paper of any counter, a check code one of this counter.</translation>
    </message>
    <message>
        <source>請逐項核對紙本；任何一項不同，就不是這張單據。</source>
        <translation>Compare each line with the paper: if one differs, it is not this paper.</translation>
    </message>
    <message>
        <source>查驗中，請稍候</source>
        <translation>Verifying, please wait</translation>
    </message>
    <message>
        <source>真實，但中央未接受：不生效</source>
        <translation>Genuine, but central turned it down: void</translation>
    </message>
    <message>
        <source>訓練單據：不生效</source>
        <translation>Issued in training: void</translation>
    </message>
    <message>
        <source>真實：由本系統的櫃台開立</source>
        <translation>Genuine: issued by a counter of this system</translation>
    </message>
    <message>
        <source>簽章與內容相符。</source>
        <translation>The signature belongs to what it says.</translation>
    </message>
    <message>
        <source>本櫃台有這張單據。</source>
        <translation>This counter has this paper.</translation>
    </message>
    <message>
        <source>單據</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>收據編號</source>
        <translation>Paper no.</translation>
    </message>
    <message>
        <source>開立時間</source>
        <translation>Issued at</translation>
    </message>
    <message>
        <source>統一編號</source>
        <translation>Unified Business No.</translation>
    </message>
    <message>
        <source>訂單編號</source>
        <translation>Order no.</translation>
    </message>
    <message>
        <source>自付款</source>
        <translation>Own payment</translation>
    </message>
    <message>
        <source>數位點數</source>
        <translation>Digital points</translation>
    </message>
    <message>
        <source>檢查碼</source>
        <translation>Check code</translation>
    </message>
    <message>
        <source>開立時</source>
        <translation>When issued</translation>
    </message>
    <message>
        <source>離線受理，待中央確認</source>
        <translation>Offline, not yet confirmed</translation>
    </message>
    <message>
        <source>已確認</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>簽章相符，但開立的櫃台後來已停用：請向中央查證</source>
        <translation>The signature matches, but the counter was shut out later: ask central</translation>
    </message>
    <message>
        <source>開立櫃台停用於</source>
        <translation>Counter shut out on</translation>
    </message>
</context>
<context>
    <name>AboutPage</name>
    <message>
        <source>關於本計畫</source>
        <translation>About the programme</translation>
    </message>
    <message>
        <source>陪你好好做生意：政府幫您出一半。</source>
        <translation>The government pays half.</translation>
    </message>
    <message>
        <source>如何申請</source>
        <translation>How to apply</translation>
    </message>
    <message>
        <source>四個步驟、要帶什麼、辦到哪裡</source>
        <translation>Four steps, what to bring, how far you are</translation>
    </message>
    <message>
        <source>轉型攻略</source>
        <translation>Transformation guides</translation>
    </message>
    <message>
        <source>六大類雲端工具怎麼挑</source>
        <translation>How to choose among six categories of cloud tools</translation>
    </message>
    <message>
        <source>至補助額度用罄為止；每家最高 {grant} 點。</source>
        <translation>Until the budget is used up; at most {grant} points for each cooperative.</translation>
    </message>
    <message>
        <source>總額度 {budget} 點，目前尚餘約 {left} 點（以最近一次同步為準）；用罄為止。</source>
        <translation>The budget is {budget} points, of which about {left} are left (as of the last sync); until it is used up.</translation>
    </message>
    <message>
        <source>補助額度：受理中</source>
        <translation>Budget: open for applications</translation>
    </message>
</context>
<context>
    <name>ApplyPage</name>
    <message>
        <source>如何申請</source>
        <translation>How to apply</translation>
    </message>
    <message>
        <source>四個步驟；插入憑證卡片，就能看到您辦到哪一步。</source>
        <translation>Four steps. Put your certificate card in to see how far you are.</translation>
    </message>
    <message>
        <source>四個步驟您都完成了。</source>
        <translation>You have done all four steps.</translation>
    </message>
    <message>
        <source>您已完成 {done} 個步驟，接下來標示在下方。</source>
        <translation>You have done {done} of them; what comes next is marked below.</translation>
    </message>
    <message>
        <source>開始註冊</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>填寫數位自評</source>
        <translation>Self-assessment</translation>
    </message>
    <message>
        <source>選購方案</source>
        <translation>Choose a plan</translation>
    </message>
    <message>
        <source>前往付款</source>
        <translation>Go to payment</translation>
    </message>
    <message>
        <source>要帶什麼</source>
        <translation>What to bring</translation>
    </message>
    <message>
        <source>已完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>接下來</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>尚未</source>
        <translation>Not yet</translation>
    </message>
</context>
<context>
    <name>Inquiry</name>
    <message>
        <source>諮詢顧問已回覆</source>
        <translation>The consultant has answered</translation>
    </message>
    <message>
        <source>客服已回覆</source>
        <translation>The help desk has answered</translation>
    </message>
    <message>
        <source>已向諮詢顧問提出</source>
        <translation>Asked a consultant</translation>
    </message>
    <message>
        <source>已向客服提出</source>
        <translation>Asked the help desk</translation>
    </message>
    <message>
        <source>諮詢待送出，有網路時自動送給客服</source>
        <translation>Your message waits, and goes to the help desk once there is a network</translation>
    </message>
    <message>
        <source>您問：{text}</source>
        <translation>You asked: {text}</translation>
    </message>
    <message>
        <source>希望時間：{when}</source>
        <translation>Preferred time: {when}</translation>
    </message>
    <message>
        <source>回覆：{answer}</source>
        <translation>Answer: {answer}</translation>
    </message>
    <message>
        <source>不限時段</source>
        <translation>Any time</translation>
    </message>
    <message>
        <source>上午 9–12 時</source>
        <translation>9:00–12:00</translation>
    </message>
    <message>
        <source>下午 13–18 時</source>
        <translation>13:00–18:00</translation>
    </message>
    <message>
        <source>不限日期</source>
        <translation>Any day</translation>
    </message>
    <message>
        <source>請寫下想詢問的事</source>
        <translation>Write down what you want to ask</translation>
    </message>
    <message>
        <source>超過 {most} 字，請縮短</source>
        <translation>More than {most} characters: please shorten it</translation>
    </message>
    <message>
        <source>請填 Email，或勾選連同會員資料送出，才能回覆您</source>
        <translation>Enter an e-mail address, or tick to send your membership along, so that you can be answered</translation>
    </message>
    <message>
        <source>這不是可以寄信的 Email，請照 name@example.com 輸入</source>
        <translation>No mail can go to this address; write it like name@example.com</translation>
    </message>
    <message>
        <source>這一天已經過了，請選今天以後的日期</source>
        <translation>This day is past; choose a later one</translation>
    </message>
    <message>
        <source>有不能送出的文字，請刪除特殊符號後再試</source>
        <translation>Something in it cannot be sent; take special symbols out and try again</translation>
    </message>
    <message>
        <source>個人資料請求有答覆</source>
        <translation>Your request about personal data was answered</translation>
    </message>
    <message>
        <source>個人資料請求已受理</source>
        <translation>Your request about personal data is taken</translation>
    </message>
    <message>
        <source>個人資料請求已受理，有網路時自動送出</source>
        <translation>Your request about personal data is taken; it goes out with the network</translation>
    </message>
    <message>
        <source>{what}，應於 {day} 前答覆</source>
        <translation>{what}: to be answered by {day}</translation>
    </message>
    <message>
        <source>請先以憑證開啟帳戶總覽</source>
        <translation>Open the account with your card first</translation>
    </message>
    <message>
        <source>查詢、閱覽或複製本</source>
        <translation>See it, or have a copy</translation>
    </message>
    <message>
        <source>補充或更正</source>
        <translation>Add to it or correct it</translation>
    </message>
    <message>
        <source>停止蒐集、處理或利用</source>
        <translation>Stop its use</translation>
    </message>
    <message>
        <source>刪除</source>
        <translation>Delete it</translation>
    </message>
</context>
<context>
    <name>MessageForm</name>
    <message>
        <source>文字客服</source>
        <translation>Message to the help desk</translation>
    </message>
    <message>
        <source>想詢問的事</source>
        <translation>What do you want to ask?</translation>
    </message>
    <message>
        <source>請不要寫 PIN 碼或身分證統一編號；最多 {most} 字。</source>
        <translation>No PIN and no ID number, please; at most {most} characters.</translation>
    </message>
    <message>
        <source>連同會員資料送出</source>
        <translation>Send my membership along</translation>
    </message>
    <message>
        <source>客服看得到是哪一家合作社；回覆會出現在「我的通知」，並寄到已驗證的 Email。</source>
        <translation>The help desk sees which cooperative asks. The answer appears in 我的通知 (my notices) and is mailed to your confirmed mailbox.</translation>
    </message>
    <message>
        <source>回覆用的 Email</source>
        <translation>E-mail for the answer</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>送出</source>
        <translation>Send</translation>
    </message>
    <message>
        <source>客服會看到您的問題與目前所在的頁面，並儘快回覆。</source>
        <translation>The help desk sees your question and which page you are on, and answers soon.</translation>
    </message>
    <message>
        <source>現在不是服務時段；客服會看到您的問題與目前所在的頁面，在服務時段回覆。</source>
        <translation>The help desk is closed now. It sees your question and which page you are on, and answers when it is open.</translation>
    </message>
    <message>
        <source>可以不填；填了就寄到這個信箱。</source>
        <translation>May be left empty; if you fill it in, the answer goes there.</translation>
    </message>
    <message>
        <source>回覆會寄到這個信箱。</source>
        <translation>The answer goes to this mailbox.</translation>
    </message>
    <message>
        <source>回覆會出現在「我的通知」，並寄到 Email。</source>
        <translation>The answer appears in 我的通知 (my notices) and is mailed.</translation>
    </message>
    <message>
        <source>回覆會寄到您填的 Email。</source>
        <translation>The answer goes to the address you gave.</translation>
    </message>
    <message>
        <source>目前沒有網路，恢復後會自動送出。</source>
        <translation>There is no network now; it is sent by itself once there is one. </translation>
    </message>
    <message>
        <source>訊息已保存，將送給客服</source>
        <translation>Your message is kept and goes to the help desk</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>請選一項，或寫下想詢問的事</source>
        <translation>Choose a topic, or write what you want to ask</translation>
    </message>
    <message>
        <source>補充說明，或直接寫下想詢問的事</source>
        <translation>Say more, or write what you want to ask</translation>
    </message>
</context>
<context>
    <name>Topics</name>
    <message>
        <source>卡片或 PIN 碼</source>
        <translation>Card or PIN</translation>
    </message>
    <message>
        <source>註冊與資格</source>
        <translation>Joining and eligibility</translation>
    </message>
    <message>
        <source>自評與點數</source>
        <translation>Assessment and points</translation>
    </message>
    <message>
        <source>訂單與付款</source>
        <translation>Orders and payment</translation>
    </message>
    <message>
        <source>退訂與返還</source>
        <translation>Cancelling and refunds</translation>
    </message>
    <message>
        <source>其他，請與我聯絡</source>
        <translation>Something else, please reply</translation>
    </message>
    <message>
        <source>自助櫃台留言：{topic}</source>
        <translation>Left at self-service: {topic}</translation>
    </message>
</context>
<context>
    <name>TransformPage</name>
    <message>
        <source>轉型攻略</source>
        <translation>Transformation guides</translation>
    </message>
    <message>
        <source>六大類雲端工具對合作社有什麼用、怎麼挑、有哪些方案。</source>
        <translation>What the six categories of cloud tools do for a cooperative, how to choose, which plans there are.</translation>
    </message>
    <message>
        <source>選購方案</source>
        <translation>Choose a plan</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>挑選時看什麼</source>
        <translation>What to look for</translation>
    </message>
    <message>
        <source>目前的方案</source>
        <translation>Plans now</translation>
    </message>
    <message>
        <source>{plan}（{vendor}）　NT${price}／{months} 個月</source>
        <translation>{plan} ({vendor})  NT${price} for {months} months</translation>
    </message>
    <message>
        <source>目前沒有這一類的方案。</source>
        <translation>No plan of this category now.</translation>
    </message>
    <message>
        <source>還有 {count} 個方案，到「選購方案」看全部</source>
        <translation>{count} more: see them all under "Choose a plan"</translation>
    </message>
</context>
<context>
    <name>BindCardPage</name>
    <message>
        <source>我的憑證卡</source>
        <translation>My card</translation>
    </message>
    <message>
        <source>請插入本人的自然人憑證並輸入 PIN 碼；之後可以用它登入本機，不必輸入密碼。</source>
        <translation>Put in your own 自然人憑證 card and enter its PIN; from then on it signs you in here without a password.</translation>
    </message>
    <message>
        <source>綁定這張卡片</source>
        <translation>Bind this card</translation>
    </message>
    <message>
        <source>已綁定一張卡片</source>
        <translation>A card is bound</translation>
    </message>
    <message>
        <source>還沒有綁定卡片</source>
        <translation>No card is bound yet</translation>
    </message>
    <message>
        <source>再綁定另一張時，原來的不能再登入。</source>
        <translation>If you bind another, the one of before signs in no more.</translation>
    </message>
    <message>
        <source>只記下憑證的識別碼，不記姓名與證號。</source>
        <translation>Only a mark of the certificate is kept, no name and no number.</translation>
    </message>
</context>
<context>
    <name>CardSignInPage</name>
    <message>
        <source>以自然人憑證登入</source>
        <translation>Sign in with a 自然人憑證 card</translation>
    </message>
    <message>
        <source>請插入本人的自然人憑證，輸入 PIN 碼。卡片須先在本機綁定帳號。</source>
        <translation>Put in your own 自然人憑證 card and enter its PIN. It has to be bound to your account at this machine first.</translation>
    </message>
    <message>
        <source>登入</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>登入後請取回卡片</source>
        <translation>Take your card back after signing in</translation>
    </message>
    <message>
        <source>第一次使用時，請先以帳號與密碼登入，在「同步」頁的「我的憑證卡」綁定。</source>
        <translation>The first time, sign in with id and password, then bind it under "My card" on the sync page.</translation>
    </message>
</context>
<context>
    <name>Gate</name>
    <message>
        <source>鎖定中，請稍候</source>
        <translation>Locking, please wait</translation>
    </message>
</context>
<context>
    <name>OwnCardPage</name>
    <message>
        <source>請在讀卡機上輸入 PIN 碼，再按確認鍵；請勿抽出卡片</source>
        <translation>Enter the PIN on the reader and confirm; leave the card in</translation>
    </message>
    <message>
        <source>卡片簽章中，請勿抽出卡片</source>
        <translation>The card is signing; leave it in</translation>
    </message>
</context>
<context>
    <name>OwnPasswordPage</name>
    <message>
        <source>請自訂密碼</source>
        <translation>Set a password of your own</translation>
    </message>
    <message>
        <source>變更密碼</source>
        <translation>Change password</translation>
    </message>
    <message>
        <source>給您的密碼只能用一次；自訂後才能開始工作。</source>
        <translation>The one you were given is for one use; set your own to begin work.</translation>
    </message>
    <message>
        <source>新密碼只在本機有效；忘記時請主管機關重發。</source>
        <translation>The new one holds at this machine; if you forget it, the authority gives another.</translation>
    </message>
    <message>
        <source>儲存密碼</source>
        <translation>Keep password</translation>
    </message>
    <message>
        <source>至少 {count} 個字元，例如幾個不相干的詞；不要含有帳號。</source>
        <translation>{count} characters or more, such as a few unrelated words; without your id.</translation>
    </message>
    <message>
        <source>目前的密碼</source>
        <translation>Present password</translation>
    </message>
    <message>
        <source>新密碼</source>
        <translation>New password</translation>
    </message>
    <message>
        <source>再輸入一次新密碼</source>
        <translation>New password again</translation>
    </message>
    <message>
        <source>處理中，請稍候</source>
        <translation>One moment, please</translation>
    </message>
    <message>
        <source>兩次輸入的新密碼不同。</source>
        <translation>The two new passwords differ.</translation>
    </message>
</context>
<context>
    <name>LeavePage</name>
    <message>
        <source>結束櫃台程式</source>
        <translation>End the counter's program</translation>
    </message>
    <message>
        <source>結束後本櫃台停止服務，直到技術人員再次開啟。</source>
        <translation>The counter then serves nobody until a technician opens it again.</translation>
    </message>
    <message>
        <source>結束程式</source>
        <translation>End the program</translation>
    </message>
    <message>
        <source>等候送出</source>
        <translation>Waiting to be sent</translation>
    </message>
    <message>
        <source>{count} 筆</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>還有資料等候送出</source>
        <translation>There is data that still waits to be sent</translation>
    </message>
    <message>
        <source>資料保存在本機，再次開啟後自動送出。</source>
        <translation>It is kept on this machine and sent by itself once the counter is opened again.</translation>
    </message>
    <message>
        <source>處理中，請稍候</source>
        <translation>Please wait</translation>
    </message>
    <message>
        <source>技術人員帳號</source>
        <translation>Technician's account</translation>
    </message>
    <message>
        <source>密碼</source>
        <translation>Password</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>要結束訓練嗎？</source>
        <translation>End training?</translation>
    </message>
    <message>
        <source>視窗會關閉，一起啟動的中央服務、讀卡機與卡片也會結束。</source>
        <translation>The window closes; the central service, card reader and card that were started with it end as well.</translation>
    </message>
    <message>
        <source>結束訓練</source>
        <translation>End training</translation>
    </message>
    <message>
        <source>繼續訓練</source>
        <translation>Go on training</translation>
    </message>
    <message>
        <source>技術人員：結束程式</source>
        <translation>Technician: end the program</translation>
    </message>
</context>
<context>
    <name>ReprintPage</name>
    <message>
        <source>補印一份</source>
        <translation>Print another copy</translation>
    </message>
    <message>
        <source>{number} 已經印過；再印一份會標示「補印」。</source>
        <translation>{number} was printed before; another copy is marked 補印.</translation>
    </message>
    <message>
        <source>列印</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>補印單據須由另一位主管輸入帳號與密碼。</source>
        <translation>Another copy needs a supervisor's id and password, of somebody other than you.</translation>
    </message>
    <message>
        <source>正在檢查印表機</source>
        <translation>Looking at the printer</translation>
    </message>
</context>
<context>
    <name>Role</name>
    <message>
        <source>櫃台人員</source>
        <translation>Counter</translation>
    </message>
    <message>
        <source>主管</source>
        <translation>Supervisor</translation>
    </message>
    <message>
        <source>技術人員</source>
        <translation>Technician</translation>
    </message>
</context>
<context>
    <name>SecondPerson</name>
    <message>
        <source>第二人核可</source>
        <translation>Second person</translation>
    </message>
    <message>
        <source>主管帳號</source>
        <translation>Supervisor's id</translation>
    </message>
    <message>
        <source>主管密碼</source>
        <translation>Supervisor's password</translation>
    </message>
    <message>
        <source>核可</source>
        <translation>Agree</translation>
    </message>
    <message>
        <source>處理中，請稍候</source>
        <translation>One moment, please</translation>
    </message>
    <message>
        <source>主管 {by} 已核可</source>
        <translation>Supervisor {by} has agreed</translation>
    </message>
</context>
<context>
    <name>ShiftStandingPage</name>
    <message>
        <source>值班中</source>
        <translation>Shift is open</translation>
    </message>
    <message>
        <source>尚未開班</source>
        <translation>No shift is open</translation>
    </message>
    <message>
        <source>{at} 開班，開班人員 {by}。</source>
        <translation>Opened {at} by {by}.</translation>
    </message>
    <message>
        <source>開班時記下接手的待送資料與待處理案件；開班與結班由主管辦理。</source>
        <translation>Opening records what waits and what is to be attended to; a supervisor opens and closes.</translation>
    </message>
    <message>
        <source>結班並開立值班報表</source>
        <translation>Close and make the report</translation>
    </message>
    <message>
        <source>開班</source>
        <translation>Open the shift</translation>
    </message>
    <message>
        <source>處理中，請稍候</source>
        <translation>One moment, please</translation>
    </message>
    <message>
        <source>沒有待送資料，也沒有待處理案件</source>
        <translation>Nothing waits to be sent or attended to</translation>
    </message>
    <message>
        <source>待送 {unsent} 筆、待處理 {attend} 件</source>
        <translation>{unsent} waiting to be sent, {attend} to attend to</translation>
    </message>
    <message>
        <source>待送資料保存在本機，連線後自動送出；結班前請先連線同步。</source>
        <translation>What waits is kept here and sent once there is a network; sync before you close.</translation>
    </message>
    <message>
        <source>我知道還有 {count} 筆沒有送出，會列入值班報表並交接給下一班</source>
        <translation>I know that {count} are unsent; the report tells it and the next shift takes them over</translation>
    </message>
    <message>
        <source>{at} 起</source>
        <translation>Since {at}</translation>
    </message>
    <message>
        <source>{count} 筆</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>訂購</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>退訂返還</source>
        <translation>Refunded</translation>
    </message>
    <message>
        <source>開班時待送</source>
        <translation>Unsent at opening</translation>
    </message>
    <message>
        <source>目前待送</source>
        <translation>Unsent now</translation>
    </message>
    <message>
        <source>待處理案件</source>
        <translation>Cases to attend to</translation>
    </message>
    <message>
        <source>{count} 件</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>同步與待處理</source>
        <translation>Sync and cases</translation>
    </message>
    <message>
        <source>期中報表</source>
        <translation>Report so far</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>人員登入</source>
        <translation>Staff sign-in</translation>
    </message>
    <message>
        <source>請以主管機關給的帳號登入；不需要網路。</source>
        <translation>Sign in with the account the authority gave you; no network is needed.</translation>
    </message>
    <message>
        <source>登入</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>帳號</source>
        <translation>Id</translation>
    </message>
    <message>
        <source>密碼</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>改用本人的自然人憑證</source>
        <translation>Use my 自然人憑證 card</translation>
    </message>
    <message>
        <source>登入中，請稍候</source>
        <translation>Signing in, please wait</translation>
    </message>
    <message>
        <source>重新同步</source>
        <translation>Sync again</translation>
    </message>
    <message>
        <source>同步中，請稍候</source>
        <translation>Syncing, please wait</translation>
    </message>
    <message>
        <source>訓練帳號與密碼</source>
        <translation>Training ids and passwords</translation>
    </message>
</context>
<context>
    <name>AttractPage</name>
    <message>
        <source>合作社加入臺灣雲市集</source>
        <translation>Cooperatives join Taiwan Cloud Market</translation>
    </message>
    <message>
        <source>請觸碰螢幕，或插入憑證卡片開始。</source>
        <translation>Touch the screen, or insert your certificate card, to begin.</translation>
    </message>
    <message>
        <source>開始</source>
        <translation>Begin</translation>
    </message>
    <message>
        <source>讀卡機裡還有卡片</source>
        <translation>There is still a card in the reader</translation>
    </message>
    <message>
        <source>請先取出卡片，交給服務人員；取出後就能開始。</source>
        <translation>Take it out first and give it to the staff; then you can begin.</translation>
    </message>
    <message>
        <source>政府幫您出一半，最高補助 3 萬元</source>
        <translation>The government pays half, up to NT$30,000</translation>
    </message>
    <message>
        <source>註冊會員、數位自評、領取 30,000 點數位點數</source>
        <translation>Become a member, assess yourself, receive 30,000 digital points</translation>
    </message>
    <message>
        <source>選購六大類雲端方案，查詢付款、訂單與點數</source>
        <translation>Choose from six kinds of cloud plans; look at payments, orders and points</translation>
    </message>
    <message>
        <source>退訂試算與申請，如何設立合作社</source>
        <translation>Reckon and request a refund; how to found a cooperative</translation>
    </message>
    <message>
        <source>請準備</source>
        <translation>Have ready</translation>
    </message>
    <message>
        <source>組織及團體憑證，或負責人的自然人憑證；能收 Email 的手機。</source>
        <translation>The organisation certificate, or the citizen certificate of the person in charge; a phone that receives e-mail.</translation>
    </message>
</context>
<context>
    <name>DisplayChoice</name>
    <message>
        <source>大字</source>
        <translation>Large type</translation>
    </message>
    <message>
        <source>高對比（黑底白字）</source>
        <translation>High contrast (white on black)</translation>
    </message>
    <message>
        <source>關閉動畫</source>
        <translation>Nothing moves</translation>
    </message>
</context>
<context>
    <name>FieldPanel</name>
    <message>
        <source>同步與離線</source>
        <translation>Sync, and without a network</translation>
    </message>
    <message>
        <source>還沒有同步過</source>
        <translation>Not synced yet</translation>
    </message>
    <message>
        <source>上次成功</source>
        <translation>Last success</translation>
    </message>
    <message>
        <source>{count} 筆</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>等候送出</source>
        <translation>Waiting to be sent</translation>
    </message>
    <message>
        <source>最遲連線</source>
        <translation>Connect before</translation>
    </message>
    <message>
        <source>離線可受理註冊、自評、訂購與退訂（暫定），最長 30 天；驗證碼、付款連結、手機簽章與查詢別處的會員要等連線。</source>
        <translation>Without a network registrations, assessments, orders and refunds are taken (provisional) for at most 30 days; e-mail codes, payment links, signing by phone and members from elsewhere wait for it.</translation>
    </message>
    <message>
        <source>查看同步</source>
        <translation>See sync</translation>
    </message>
</context>
<context>
    <name>GalleryWindow</name>
    <message>
        <source>字級與對比</source>
        <translation>Type and contrast</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
</context>
<context>
    <name>PlanComparison</name>
    <message>
        <source>方案比較</source>
        <translation>Plans side by side</translation>
    </message>
    <message>
        <source>方案名稱</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>資訊服務廠商</source>
        <translation>Vendor</translation>
    </message>
    <message>
        <source>方案類型</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>內容</source>
        <translation>What it does</translation>
    </message>
    <message>
        <source>使用期限</source>
        <translation>Term</translation>
    </message>
    <message>
        <source>方案定價</source>
        <translation>Price</translation>
    </message>
    <message>
        <source>平均每月</source>
        <translation>A month</translation>
    </message>
    <message>
        <source>最多折抵點數</source>
        <translation>Points at most</translation>
    </message>
    <message>
        <source>自付款</source>
        <translation>Own payment</translation>
    </message>
    <message>
        <source>推薦原因</source>
        <translation>Why it fits</translation>
    </message>
    <message>
        <source>選這個</source>
        <translation>Choose this</translation>
    </message>
</context>
<context>
    <name>SelfService</name>
    <message>
        <source>{seconds} 秒後清除畫面上的資料，回到開始畫面。</source>
        <translation>In {seconds} seconds everything here is wiped and the first page returns.</translation>
    </message>
    <message>
        <source>您還在嗎？</source>
        <translation>Are you still there?</translation>
    </message>
    <message>
        <source>觸碰螢幕就能繼續，填好的內容還在。</source>
        <translation>Touch the screen to go on; what you filled in is still there.</translation>
    </message>
    <message>
        <source>繼續使用</source>
        <translation>Go on</translation>
    </message>
</context>
<context>
    <name>TouchKeys</name>
    <message>
        <source>螢幕鍵盤</source>
        <translation>Keys on the screen</translation>
    </message>
    <message>
        <source>刪除一個字</source>
        <translation>Delete a letter</translation>
    </message>
    <message>
        <source>大寫或小寫</source>
        <translation>Capitals or small letters</translation>
    </message>
    <message>
        <source>收起鍵盤</source>
        <translation>Put the keys away</translation>
    </message>
    <message>
        <source>空白</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>英文與數字</source>
        <translation>Letters and digits</translation>
    </message>
    <message>
        <source>注音</source>
        <translation>Zhuyin</translation>
    </message>
    <message>
        <source>前面的字</source>
        <translation>Previous choices</translation>
    </message>
    <message>
        <source>更多字</source>
        <translation>More choices</translation>
    </message>
    <message>
        <source>這部機器沒有裝中文輸入（libchewing3），中文請洽櫃台人員。</source>
        <translation>This machine has no Chinese input (libchewing3); please ask the staff to type Chinese.</translation>
    </message>
</context>
<context>
    <name>TextArea</name>
    <message>
        <source>太長：最多 {most} 字，請縮短。</source>
        <translation>Too long: {most} characters at most. Please shorten it.</translation>
    </message>
    <message>
        <source>貼上的內容太長，沒有放入；最多 {most} 字，請分段或縮短。</source>
        <translation>What you pasted is too long and was not put in: {most} characters at most. Please shorten it, or paste it in parts.</translation>
    </message>
    <message>
        <source>「{letter}」印不出來，請改用文字。</source>
        <translation>“{letter}” cannot be printed; please use words.</translation>
    </message>
</context>
<context>
    <name>TextField</name>
    <message>
        <source>貼上的內容太長，沒有放入；最多 {most} 字</source>
        <translation>What was pasted is too long and was not taken: {most} characters at most</translation>
    </message>
    <message>
        <source>太長：最多 {most} 字，超過的沒有放入</source>
        <translation>Too long: {most} characters at most; what is beyond was not taken</translation>
    </message>
    <message>
        <source>請填寫「{label}」</source>
        <translation>Please fill in “{label}”</translation>
    </message>
    <message>
        <source>這裡只能輸入數字</source>
        <translation>Only digits can be entered here</translation>
    </message>
    <message>
        <source>「{letter}」不能用在這裡，請只用英文字母、數字與符號</source>
        <translation>“{letter}” cannot be used here: please use Latin letters, digits and signs only</translation>
    </message>
    <message>
        <source>「{letter}」不能用在這裡，請照證件或登記的文字輸入</source>
        <translation>“{letter}” cannot be used here: please enter it as on the document or in the register</translation>
    </message>
</context>
<context>
    <name>Probes</name>
    <message>
        <source>中央的設定</source>
        <translation>Settings by central</translation>
    </message>
    <message>
        <source>更新</source>
        <translation>Update</translation>
    </message>
    <message>
        <source>版本</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>設定</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>時鐘</source>
        <translation>Clock</translation>
    </message>
    <message>
        <source>磁碟空間</source>
        <translation>Room on the disk</translation>
    </message>
    <message>
        <source>記憶體</source>
        <translation>Memory</translation>
    </message>
    <message>
        <source>金鑰圈</source>
        <translation>Keyring</translation>
    </message>
    <message>
        <source>資料庫程式庫</source>
        <translation>Database library</translation>
    </message>
    <message>
        <source>資料庫</source>
        <translation>Database</translation>
    </message>
    <message>
        <source>受理資料的鏈結</source>
        <translation>Chain of commands</translation>
    </message>
    <message>
        <source>稽核紀錄</source>
        <translation>Audit log</translation>
    </message>
    <message>
        <source>備份</source>
        <translation>Backups</translation>
    </message>
    <message>
        <source>與中央同步</source>
        <translation>In step with central</translation>
    </message>
    <message>
        <source>讀卡機服務與讀卡機</source>
        <translation>Card service and readers</translation>
    </message>
    <message>
        <source>讀卡機</source>
        <translation>Reader</translation>
    </message>
    <message>
        <source>卡片，在</source>
        <translation>Card in</translation>
    </message>
    <message>
        <source>憑證管理中心與廢止清冊</source>
        <translation>Authorities and revocation lists</translation>
    </message>
    <message>
        <source>計畫的數字</source>
        <translation>The programme's figures</translation>
    </message>
    <message>
        <source>單據字型</source>
        <translation>Typefaces of papers</translation>
    </message>
    <message>
        <source>單據上的罕用字</source>
        <translation>Rare characters on papers</translation>
    </message>
    <message>
        <source>印表機</source>
        <translation>Printers</translation>
    </message>
    <message>
        <source>代理伺服器</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>名稱解析（DNS）</source>
        <translation>Name service (DNS)</translation>
    </message>
    <message>
        <source>加密連線（TLS）</source>
        <translation>Encrypted connection (TLS)</translation>
    </message>
    <message>
        <source>中央服務</source>
        <translation>Central service</translation>
    </message>
    <message>
        <source>最近的程式錯誤</source>
        <translation>Latest faults of the program</translation>
    </message>
</context>
<context>
    <name>DoctorPage</name>
    <message>
        <source>機器檢查</source>
        <translation>Check the machine</translation>
    </message>
    <message>
        <source>檢查這部機器，以及到中央服務的路。檢查在背景進行，不影響受理。</source>
        <translation>Checks this machine and the way to central. It runs in the background and holds up no case.</translation>
    </message>
    <message>
        <source>重新檢查</source>
        <translation>Check again</translation>
    </message>
    <message>
        <source>把報告存到隨身碟</source>
        <translation>Save the report to a stick</translation>
    </message>
    <message>
        <source>已完成 {done} 項，共 {all} 項。</source>
        <translation>{done} of {all} parts are done.</translation>
    </message>
    <message>
        <source>檢查中</source>
        <translation>Checking</translation>
    </message>
    <message>
        <source>請依下面的做法處理；處理後按「重新檢查」。</source>
        <translation>Do as is said below, then press Check again.</translation>
    </message>
    <message>
        <source>有 {count} 項要處理</source>
        <translation>To see to: {count}</translation>
    </message>
    <message>
        <source>不影響受理；方便時請依下面的做法處理。</source>
        <translation>No case is held up by it; do as is said below when there is time.</translation>
    </message>
    <message>
        <source>有 {count} 項值得知道</source>
        <translation>Worth knowing: {count}</translation>
    </message>
    <message>
        <source>一切正常</source>
        <translation>All is well</translation>
    </message>
    <message>
        <source>正常的項目</source>
        <translation>What is well</translation>
    </message>
    <message>
        <source>可協助的人：{who}</source>
        <translation>Who can help: {who}</translation>
    </message>
    <message>
        <source>看到的情形：{seen}（{code}）</source>
        <translation>What was seen: {seen} ({code})</translation>
    </message>
    <message>
        <source>{probe}：{title}</source>
        <translation>{probe}: {title}</translation>
    </message>
</context>
<context>
    <name>DoctorStickPage</name>
    <message>
        <source>把報告存到隨身碟</source>
        <translation>Save the report to a stick</translation>
    </message>
    <message>
        <source>報告與紀錄交給遠端的資訊人員；裡面沒有個人資料、PIN 碼與金鑰。</source>
        <translation>Report and log for who helps from afar; no personal data, PIN or key is in them.</translation>
    </message>
    <message>
        <source>存到這支隨身碟</source>
        <translation>Save to this stick</translation>
    </message>
    <message>
        <source>沒有找到隨身碟</source>
        <translation>No stick was found</translation>
    </message>
    <message>
        <source>請插入隨身碟，稍等幾秒再按「重新尋找」。隨身碟須已由系統掛載。</source>
        <translation>Put one in, wait a few seconds and press Look again. The system must have mounted it.</translation>
    </message>
    <message>
        <source>重新尋找</source>
        <translation>Look again</translation>
    </message>
    <message>
        <source>正在寫入隨身碟，請勿拔出</source>
        <translation>Writing to the stick: do not pull it out</translation>
    </message>
</context>
<context>
    <name>PrivacyAskPage</name>
    <message>
        <source>我的個人資料</source>
        <translation>My personal data</translation>
    </message>
    <message>
        <source>您可依個人資料保護法提出下列請求，不收費用；沒有網路也能受理，期限自今日起算。</source>
        <translation>The Personal Data Protection Act lets you ask for the following, free of charge. It is taken without a network as well; the days count from today.</translation>
    </message>
    <message>
        <source>送出請求</source>
        <translation>Send the request</translation>
    </message>
    <message>
        <source>請說明（更正請寫明哪一項、正確內容為何）</source>
        <translation>In your words (for a correction: which item, and what is right)</translation>
    </message>
    <message>
        <source>曾獲發點數或有訂單者，紀錄依告知事項保存至計畫結束後 5 年，期間內刪除請求將附理由答覆。</source>
        <translation>Where points were granted or a plan was ordered, the record is kept until 5 years after the programme, as the notice says; a request to delete it is then answered with the reason.</translation>
    </message>
    <message>
        <source>先前的請求</source>
        <translation>Earlier requests</translation>
    </message>
</context>
<context>
    <name>PrivacyTakenPage</name>
    <message>
        <source>已受理您的請求</source>
        <translation>Your request is taken</translation>
    </message>
    <message>
        <source>答覆會列在「我的通知」。若需延長，會書面告知原因。</source>
        <translation>The answer will stand in 我的通知. Should it take longer, you are told why in writing.</translation>
    </message>
    <message>
        <source>看受理回執</source>
        <translation>See the receipt</translation>
    </message>
    <message>
        <source>請求事項</source>
        <translation>You asked</translation>
    </message>
    <message>
        <source>答覆期限</source>
        <translation>Answered by</translation>
    </message>
    <message>
        <source>電子郵件</source>
        <translation>E-mail</translation>
    </message>
</context>
<context>
    <name>Privacy</name>
    <message>
        <source>{day} 前答覆</source>
        <translation>Answered by {day}</translation>
    </message>
</context>
</TS>
