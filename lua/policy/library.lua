---@meta policy
-- luacheck: ignore
-- Made by annotations.lua from model.lua and interface.lua: change those.

--- One document: a plan, a digest of speeches, an inquiry, a news report, a newspaper page.
--- 一份文献：规划、发言摘登、询问实录、新闻报道或报纸版面。
---@class policy.document
---@field id integer its number in the corpus; kept when its file is imported again · 库内编号，重新导入后不变
---@field file string path of the file, as it was given to the import · 导入时给出的文件路径
---@field kind "plan"|"digest"|"inquiry"|"news"|"page" plan, digest, inquiry, news or page (a newspaper page that carries several articles) · 类别：plan 规划文件、digest 发言摘登、inquiry 询问、news 新闻、page 报纸版面
---@field title? string its title, as it would be cited · 标题
---@field number? string its document number, as written · 发文字号
---@field issuer? string the authority that issued it · 发文机关
---@field date? string when it was signed or published: 2021-10-17, 2021-10, 2021 or --10-17 · 成文或发布日期
---@field publisher? string the medium that published it · 发布媒体
---@field encoding "UTF-8"|"UTF-16LE"|"UTF-16BE"|"GB18030" encoding of the file · 文件编码
---@field lines integer lines of the file · 行数
---@field characters integer characters of the file, line ends not counted · 字符数（不计换行）
---@field size integer bytes of the file · 文件字节数
---@field sections policy.sections its outline, in document order · 全文提纲，按原文顺序
---@field paragraphs policy.paragraphs every line that is not blank · 所有非空行
---@field text string the untouched text of its paragraphs, joined by newlines · 各段原文，以换行相连
---@field source string where it stands, as FILE:LINE:COLUMN (column in characters, from 1) · 出处：文件:行:列（列按字符计，从1起）

--- A list of documents, read by pages. A string finds one by its number, title, file or the last part of its path.
---@class policy.documents
---@field [integer] policy.document
---@field [string] policy.document?
---@field totable fun(self): policy.document[] all of them as a plain list · 转为普通列表
---@operator call(policy.document.filter): policy.documents
---@operator len: integer

--- What documents are narrowed by.
---@class policy.document.filter
---@field id? integer|integer[]|policy.between
---@field file? string|string[]|policy.between|policy.like
---@field kind? "plan"|"digest"|"inquiry"|"news"|"page"|("plan"|"digest"|"inquiry"|"news"|"page")[]|policy.between|policy.like
---@field title? string|string[]|policy.between|policy.like
---@field number? string|string[]|policy.between|policy.like
---@field issuer? string|string[]|policy.between|policy.like
---@field date? string|string[]|policy.between|policy.like
---@field publisher? string|string[]|policy.between|policy.like
---@field encoding? "UTF-8"|"UTF-16LE"|"UTF-16BE"|"GB18030"|("UTF-8"|"UTF-16LE"|"UTF-16BE"|"GB18030")[]|policy.between|policy.like
---@field lines? integer|integer[]|policy.between
---@field characters? integer|integer[]|policy.between
---@field size? integer|integer[]|policy.between
---@field matching? string terms that must all stand in a paragraph · 检索词，须出现在同一段

--- One heading of a document's outline with all that it governs.
--- 提纲中的一个标题及其统辖的内容。
---@class policy.section
---@field id integer its number in the corpus; ascending within a document · 库内编号，同一文献内递增
---@field level integer depth in the outline, from 1 · 层级，从1起
---@field style "heading"|"runin"|"lead" heading (alone on its line), runin (its text follows on the line) or lead (an un-numbered topic sentence) · 形式：heading 独立成行、runin 接排、lead 段首主题句
---@field number? string its marker as written, such as 三, (四), 第五条, ■ · 序号原样，如 三、(四)、第五条、■
---@field title? string its words, without the marker · 标题文字，不含序号
---@field path string the numbers of the headings down to it: 三/(四)/2 · 由上至下的序号：三/(四)/2
---@field line integer line of the file, from 1 · 所在行，从1起
---@field column integer column in characters, from 1 · 所在列，按字符计，从1起
---@field byte integer offset in the file on disk, from 0 · 文件内字节位置，从0起
---@field first_line integer first line that it governs · 统辖的首行
---@field last_line integer last line that it governs, its subsections included · 统辖的末行，含下级标题
---@field document policy.document the document that it stands in · 所在文献
---@field parent policy.section? the section around it; nil at the top · 上级标题，最高层为 nil
---@field children policy.sections the sections directly below it · 直属下级标题
---@field paragraphs policy.paragraphs the paragraphs that it governs, its subsections' included, without page furniture · 统辖的段落，含下级标题的段落，不含版面杂项
---@field text string the untouched text of its paragraphs, joined by newlines · 各段原文，以换行相连
---@field source string where it stands, as FILE:LINE:COLUMN (column in characters, from 1) · 出处：文件:行:列（列按字符计，从1起）

--- A list of sections, read by pages. A string finds one by its path or title.
---@class policy.sections
---@field [integer] policy.section
---@field [string] policy.section?
---@field totable fun(self): policy.section[] all of them as a plain list · 转为普通列表
---@operator call(policy.section.filter): policy.sections
---@operator len: integer

--- What sections are narrowed by.
---@class policy.section.filter
---@field id? integer|integer[]|policy.between
---@field level? integer|integer[]|policy.between
---@field style? "heading"|"runin"|"lead"|("heading"|"runin"|"lead")[]|policy.between|policy.like
---@field number? string|string[]|policy.between|policy.like
---@field title? string|string[]|policy.between|policy.like
---@field path? string|string[]|policy.between|policy.like
---@field line? integer|integer[]|policy.between
---@field column? integer|integer[]|policy.between
---@field byte? integer|integer[]|policy.between
---@field first_line? integer|integer[]|policy.between
---@field last_line? integer|integer[]|policy.between
---@field document? policy.document|policy.document[]|policy.documents|policy.document.filter|string|integer
---@field parent? policy.section|policy.section[]|policy.sections|policy.section.filter|string|integer
---@field matching? string terms that must all stand in a paragraph · 检索词，须出现在同一段

--- One line of a document that is not blank.
--- 文献中的一个非空行。
---@class policy.paragraph
---@field id integer its number in the corpus; ascending within a document · 库内编号，同一文献内递增
---@field kind "text"|"heading"|"title"|"contents"|"table"|"caption"|"dateline"|"furniture" text, heading, title, contents (a line of the table of contents), table, caption, dateline or furniture · 种类：text 正文、heading 标题、title 题名、contents 目录、table 表格、caption 图注、dateline 日期来源、furniture 版面杂项
---@field line integer line of the file, from 1 · 所在行，从1起
---@field byte integer offset in the file on disk, from 0 · 文件内字节位置，从0起
---@field text string the whole line, untouched · 整行原文
---@field document policy.document the document that it stands in · 所在文献
---@field section policy.section? the innermost section that it belongs to; nil before the first heading · 所属的最内层标题
---@field source string where it stands, as FILE:LINE:COLUMN (column in characters, from 1) · 出处：文件:行:列（列按字符计，从1起）

--- A list of paragraphs, read by pages.
---@class policy.paragraphs
---@field [integer] policy.paragraph
---@field totable fun(self): policy.paragraph[] all of them as a plain list · 转为普通列表
---@operator call(policy.paragraph.filter): policy.paragraphs
---@operator len: integer

--- What paragraphs are narrowed by.
---@class policy.paragraph.filter
---@field id? integer|integer[]|policy.between
---@field kind? "text"|"heading"|"title"|"contents"|"table"|"caption"|"dateline"|"furniture"|("text"|"heading"|"title"|"contents"|"table"|"caption"|"dateline"|"furniture")[]|policy.between|policy.like
---@field line? integer|integer[]|policy.between
---@field byte? integer|integer[]|policy.between
---@field text? string|string[]|policy.between|policy.like
---@field document? policy.document|policy.document[]|policy.documents|policy.document.filter|string|integer
---@field section? policy.section|policy.section[]|policy.sections|policy.section.filter|string|integer
---@field matching? string terms that must all stand in a paragraph · 检索词，须出现在同一段

--- One paragraph that a search found.
--- 一条检索结果。
---@class policy.hit
---@field id integer id of its paragraph · 段落编号
---@field rank integer place in the result, from 1, best first · 名次，从1起
---@field line integer line of the file, from 1 · 所在行，从1起
---@field column integer column in characters of the first word found, from 1 · 首个命中词所在列，按字符计，从1起
---@field snippet string the words found, marked, with what stands around them · 命中词（加标记）及上下文
---@field text string the whole paragraph, untouched · 整段原文
---@field document policy.document the document that it stands in · 所在文献
---@field section policy.section? the innermost section that it belongs to; nil before the first heading · 所属的最内层标题
---@field paragraph policy.paragraph the paragraph that was found · 命中的段落
---@field source string where it stands, as FILE:LINE:COLUMN (column in characters, from 1) · 出处：文件:行:列（列按字符计，从1起）

--- What policy.open takes besides the path.
---@class policy.open.options
---@field mode? "rw"|"r" "r" never writes; "rw" is the default · "r" 只读，默认 "rw"
---@field lexicon? table an extended copy of policy.lexicon, instead of it; it is compiled when it is first used, so change it before that · 代替 policy.lexicon 的扩充副本，须在首次使用前改好

--- What policy.analyze takes besides the text.
---@class policy.analyze.options
---@field file? string the name that its records give as their file; "-" without one · 记录中的文件名
---@field lexicon? table an extended copy of policy.lexicon, instead of it; it is compiled when it is first used, so change it before that · 代替 policy.lexicon 的扩充副本，须在首次使用前改好

--- What policy.read takes besides the path.
---@class policy.read.options
---@field lexicon? table an extended copy of policy.lexicon, instead of it; it is compiled when it is first used, so change it before that · 代替 policy.lexicon 的扩充副本，须在首次使用前改好

--- What corpus:import takes besides the sources.
---@class policy.import.options
---@field on_progress? fun(done: integer, total: integer, file: string) called after each file that was read; an error that it raises undoes the import · 每读完一个文件调用一次，出错则整体撤销
---@field extensions? string[] files that are taken from folders; txt, md, text and markdown without it · 文件夹中导入的扩展名，默认 txt、md、text、markdown

--- What an import did.
---@class policy.summary
---@field files integer how many there were: imported + replaced + unchanged + #failed · 文件总数
---@field imported integer new documents · 新增
---@field replaced integer documents whose file had changed · 替换
---@field unchanged integer files that were skipped · 未变
---@field repeated integer names that led to a file of this import again · 重复指名
---@field failed policy.failure[] files that were refused, and folders that could not be read · 失败
---@field bytes integer bytes that were imported · 导入的字节数
---@field seconds number how long it took · 耗时（秒）

--- A file that an import could not take.
---@class policy.failure
---@field file string its path · 文件路径
---@field message string why · 原因
---@field code string the same for programs: ENOENT, EILSEQ … · 错误代码
---@field byte? integer where in the file, from 0 · 出错字节，从0起

--- What corpus:search takes besides the query.
---@class policy.search.options
---@field limit? integer hits at most, math.huge for all; 20 without it · 结果数上限，math.huge 为全部，默认 20
---@field offset? integer hits to pass over · 跳过的结果数
---@field mark? string[] what stands before and behind the words found; [ and ] without it · 命中标记，默认方括号
---@field document? policy.document|policy.document[]|policy.documents|policy.document.filter|string|integer
---@field section? policy.section|policy.section[]|policy.sections|policy.section.filter|string|integer
---@field id? integer|integer[]|policy.between
---@field file? string|string[]|policy.between|policy.like
---@field kind? "plan"|"digest"|"inquiry"|"news"|"page"|("plan"|"digest"|"inquiry"|"news"|"page")[]|policy.between|policy.like
---@field title? string|string[]|policy.between|policy.like
---@field number? string|string[]|policy.between|policy.like
---@field issuer? string|string[]|policy.between|policy.like
---@field date? string|string[]|policy.between|policy.like
---@field publisher? string|string[]|policy.between|policy.like
---@field encoding? "UTF-8"|"UTF-16LE"|"UTF-16BE"|"GB18030"|("UTF-8"|"UTF-16LE"|"UTF-16BE"|"GB18030")[]|policy.between|policy.like
---@field lines? integer|integer[]|policy.between
---@field characters? integer|integer[]|policy.between
---@field size? integer|integer[]|policy.between
---@field level? integer|integer[]|policy.between
---@field style? "heading"|"runin"|"lead"|("heading"|"runin"|"lead")[]|policy.between|policy.like
---@field path? string|string[]|policy.between|policy.like
---@field line? integer|integer[]|policy.between
---@field column? integer|integer[]|policy.between
---@field byte? integer|integer[]|policy.between
---@field first_line? integer|integer[]|policy.between
---@field last_line? integer|integer[]|policy.between

--- A token of the full-text index.
---@class policy.token
---@field token string the token, folded · 词元
---@field start integer its first byte in the text · 起始字节
---@field finish integer its last byte · 末字节
---@field position integer its place among the tokens, from 1 · 序号

--- What a search found; `for hit in hits do`.
---@class policy.hits
---@operator call: policy.hit?
local hits = {}

--- All hits of a search as a plain list.
--- 将检索结果转为普通列表。
---
---     list = corpus:search("数字经济"):totable()
---
---@return policy.hit[]
function hits:totable() end

--- One file of documents, open.
---@class policy.corpus
---@field path string the path that it was opened with · 打开时的路径
---@field mode "rw"|"r"
---@field documents policy.documents One document: a plan, a digest of speeches, an inquiry, a news report, a newspaper page. · 一份文献：规划、发言摘登、询问实录、新闻报道或报纸版面。
---@field sections policy.sections One heading of a document's outline with all that it governs. · 提纲中的一个标题及其统辖的内容。
---@field paragraphs policy.paragraphs One line of a document that is not blank. · 文献中的一个非空行。
local corpus = {}

--- Reads documents into the corpus, all in one transaction. Unchanged files are skipped, changed ones replace what was there; a file that is refused is in summary.failed, and what an earlier import made of it stays. Documents whose file is gone stay, too: see corpus:remove.
--- 导入文献（整体为一个事务）：未变的跳过，已变的替换；无法读取的记入 summary.failed，原有记录保留；源文件已删除的文献也保留。
---
---     summary = assert(corpus:import({"plans/", "page.md"}))
---
---@param sources string|string[] files, folders (with all below them), "-" for standard input · 文件、文件夹（含下级），"-" 为标准输入
---@param options? policy.import.options on_progress, extensions · on_progress、extensions
---@return policy.summary? summary
---@return string? message
---@return string? code
function corpus:import(sources, options) end

--- Removes a document with all that belongs to it.
--- 删除一份文献及其全部记录。
---
---     assert(corpus:remove("page.md"))
---
---@param document policy.document|string the document, or its number, title, file or the last part of its path · 文献记录，或其发文字号、标题、文件路径、文件名
---@return boolean? done
---@return string? message
---@return string? code
function corpus:remove(document) end

--- Finds the paragraphs that hold all terms, best first. Case and full width do not matter, punctuation does.
--- 全文检索，最佳结果在前；不分大小写与全半角，标点有别。
---
---     for hit in corpus:search("数字经济", {kind = "plan"}) do print(hit.source, hit.snippet) end
---
---@param query string terms that must all stand in a paragraph; "…" or “…” keeps a phrase together; A NEAR B: with at most ten characters between them · 检索词，以空白分隔，须出现在同一段；引号内为整个短语；A NEAR B 相距不超过十字
---@param options? policy.search.options limit, offset, mark; document, section; any field of either as a filter · limit、offset、mark；document、section；文献或标题的任何字段均可作筛选条件
---@return policy.hits
function corpus:search(query, options) end

--- Runs a statement of SQL and gives its rows, one table each. It can never write.
--- 执行只读 SQL，逐行返回表。
---
---     for row in corpus:query("select * from document where date > ?", "2021") do print(row.title) end
---
---@param sql string one statement that reads · 一条只读 SQL 语句
---@param ... string|number|boolean values for its parameters · 语句参数
---@return fun(): table<string, string|number>?
function corpus:query(sql, ...) end

--- Closes the corpus; what was fetched stays. Closing again does nothing.
--- 关闭语料库，已取出的记录仍可用；重复关闭无妨。
---
---     corpus:close()
---
function corpus:close() end

---@class policy.between
---@class policy.like

---@class policy
---@field version string
---@field lexicon table<string, table> the language's words by category · 词表，按类别
---@field help table the record types and functions as data · 类型与函数的说明数据
local policy = { text = {} }

--- Opens a corpus; makes the file where it is missing.
--- 打开语料库，文件不存在则新建。
---
---     corpus = assert(policy.open("hubei.db"))
---
---@param path string the corpus file; ":memory:" for one that lives in memory · 语料库文件；":memory:" 表示只在内存中
---@param options? policy.open.options mode, lexicon · mode、lexicon
---@return policy.corpus? corpus
---@return string? message
---@return string? code
function policy.open(path, options) end

--- Analyses a text at hand; no corpus is needed.
--- 直接分析一段文本，无需语料库。
---
---     document = policy.analyze(text, {file = "page.md"})
---
---@param text string the document's text, in any encoding that a file may have · 文献全文，编码与文件相同
---@param options? policy.analyze.options file, lexicon · file、lexicon
---@return policy.document? document
---@return string? message
---@return string? code
function policy.analyze(text, options) end

--- Reads and analyses one file; no corpus is needed.
--- 读取并分析一个文件，无需语料库。
---
---     document = assert(policy.read("page.md"))
---
---@param path string the file; "-" is standard input · 文件路径；"-" 为标准输入
---@param options? policy.read.options lexicon · lexicon
---@return policy.document? document
---@return string? message
---@return string? code
function policy.read(path, options) end

--- A filter's value: anything from first to last, both included.
--- 筛选值：介于两者之间（含两端）。
---
---     corpus.documents{date = policy.between("2021", "2024-12-31")}
---
---@param first number|string|nil the least; nil: no lower bound · 下限，nil 为不限
---@param last number|string|nil the greatest; nil: no upper bound · 上限，nil 为不限
---@return policy.between
function policy.between(first, last) end

--- A filter's value: texts that SQL's LIKE finds equal to the pattern.
--- 筛选值：按 SQL LIKE 匹配的文本。
---
---     corpus.sections{title = policy.like "%保障%"}
---
---@param pattern string % stands for anything, _ for one character · % 代表任意字符串，_ 代表一个字符
---@return policy.like
function policy.like(pattern) end

--- A copy of policy.lexicon with words added, to be given as option `lexicon`.
--- policy.lexicon 的副本，加入所给词语，用作 lexicon 选项。
---
---     words = policy.extended{authority = {["光科发"] = "光明区科技局"}}
---
---@param additions table<string, table> category to words: a list, or a map from word to what it stands for · 词类到词表的对应：词的列表，或词到其含义的映射
---@return table<string, table>
function policy.extended(additions) end

--- What the full-text index makes of a text.
--- 全文索引对文本的切分结果。
---
---     policy.text.tokens("5G网络")[1].token --> 5g
---
---@param text string any text · 任意文本
---@return policy.token[]
function policy.text.tokens(text) end

--- Columns that a text takes on a terminal.
--- 文本在终端所占列数。
---
---     policy.text.width("5G网络") --> 6
---
---@param text string any text · 任意文本
---@return integer
function policy.text.width(text) end

--- A text with case and full width folded (NFKC_Casefold): equal for the search, equal here.
--- 折叠大小写与全半角（NFKC_Casefold），检索视为相同者结果相同。
---
---     policy.text.fold("（５Ｇ）") --> (5g)
---
---@param text string any text · 任意文本
---@return string
function policy.text.fold(text) end

return policy
