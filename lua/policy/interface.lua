--- The functions of `require "policy"` and of what they return, each declared once: help() and the annotations in
--- library.lua are made from this. The record types themselves stand in policy.model.

---@class policy.interface.parameter
---@field name string        With a ? at its end where it may be left out; "..." for any number.
---@field type string        As LuaCATS writes it.
---@field doc string
---@field zh string

---@class policy.interface.function
---@field name string        As it is called: policy.open, corpus:import.
---@field parameters policy.interface.parameter[]
---@field returns string[]   Types, as LuaCATS writes them.
---@field doc string
---@field zh string
---@field example string     One line that uses it.

---@class policy.interface.table  A table that a function takes or gives.
---@field name string
---@field doc string
---@field fields policy.interface.parameter[]
---@field filters boolean?   It also takes document, section, and every field of these two types as a filter.

local function item(name, kind, doc, zh)
  return { name = name, type = kind, doc = doc, zh = zh }
end

local FAILURE = { "string? message", "string? code" }

local function or_failure(kind)
  return { kind, FAILURE[1], FAILURE[2] }
end

local functions = {
  {
    name = "policy.open",
    parameters = {
      item("path", "string", 'the corpus file; ":memory:" for one that lives in memory', '语料库文件；":memory:" 表示只在内存中'),
      item("options?", "policy.open.options", "mode, lexicon", "mode、lexicon"),
    },
    returns = or_failure("policy.corpus? corpus"),
    doc = "Opens a corpus; makes the file where it is missing.",
    zh = "打开语料库，文件不存在则新建。",
    example = 'corpus = assert(policy.open("hubei.db"))',
  },
  {
    name = "policy.analyze",
    parameters = {
      item("text", "string", "the document's text, in any encoding that a file may have", "文献全文，编码与文件相同"),
      item("options?", "policy.analyze.options", "file, lexicon", "file、lexicon"),
    },
    returns = or_failure("policy.document? document"),
    doc = "Analyses a text at hand; no corpus is needed.",
    zh = "直接分析一段文本，无需语料库。",
    example = 'document = policy.analyze(text, {file = "page.md"})',
  },
  {
    name = "policy.read",
    parameters = {
      item("path", "string", 'the file; "-" is standard input', '文件路径；"-" 为标准输入'),
      item("options?", "policy.read.options", "lexicon", "lexicon"),
    },
    returns = or_failure("policy.document? document"),
    doc = "Reads and analyses one file; no corpus is needed.",
    zh = "读取并分析一个文件，无需语料库。",
    example = 'document = assert(policy.read("page.md"))',
  },
  {
    name = "policy.between",
    parameters = {
      item("first", "number|string|nil", "the least; nil: no lower bound", "下限，nil 为不限"),
      item("last", "number|string|nil", "the greatest; nil: no upper bound", "上限，nil 为不限"),
    },
    returns = { "policy.between" },
    doc = "A filter's value: anything from first to last, both included.",
    zh = "筛选值：介于两者之间（含两端）。",
    example = 'corpus.documents{date = policy.between("2021", "2024-12-31")}',
  },
  {
    name = "policy.like",
    parameters = {
      item("pattern", "string", "% stands for anything, _ for one character", "% 代表任意字符串，_ 代表一个字符"),
    },
    returns = { "policy.like" },
    doc = "A filter's value: texts that SQL's LIKE finds equal to the pattern.",
    zh = "筛选值：按 SQL LIKE 匹配的文本。",
    example = 'corpus.sections{title = policy.like "%保障%"}',
  },
  {
    name = "policy.extended",
    parameters = {
      item("additions", "table<string, table>", "category to words: a list, or a map from word to what it stands for",
        "词类到词表的对应：词的列表，或词到其含义的映射"),
    },
    returns = { "table<string, table>" },
    doc = "A copy of policy.lexicon with words added, to be given as option `lexicon`.",
    zh = "policy.lexicon 的副本，加入所给词语，用作 lexicon 选项。",
    example = 'words = policy.extended{authority = {["光科发"] = "光明区科技局"}}',
  },
  {
    name = "policy.text.tokens",
    parameters = { item("text", "string", "any text", "任意文本") },
    returns = { "policy.token[]" },
    doc = "What the full-text index makes of a text.",
    zh = "全文索引对文本的切分结果。",
    example = 'policy.text.tokens("5G网络")[1].token --> 5g',
  },
  {
    name = "policy.text.width",
    parameters = { item("text", "string", "any text", "任意文本") },
    returns = { "integer" },
    doc = "Columns that a text takes on a terminal.",
    zh = "文本在终端所占列数。",
    example = 'policy.text.width("5G网络") --> 6',
  },
  {
    name = "policy.text.fold",
    parameters = { item("text", "string", "any text", "任意文本") },
    returns = { "string" },
    doc = "A text with case and full width folded (NFKC_Casefold): equal for the search, equal here.",
    zh = "折叠大小写与全半角（NFKC_Casefold），检索视为相同者结果相同。",
    example = 'policy.text.fold("（５Ｇ）") --> (5g)',
  },
  {
    name = "corpus:import",
    parameters = {
      item("sources", "string|string[]", 'files, folders (with all below them), "-" for standard input',
        '文件、文件夹（含下级），"-" 为标准输入'),
      item("options?", "policy.import.options", "on_progress, extensions", "on_progress、extensions"),
    },
    returns = or_failure("policy.summary? summary"),
    doc = "Reads documents into the corpus, all in one transaction. Unchanged files are skipped, changed ones replace"
      .. " what was there; a file that is refused is in summary.failed, and what an earlier import made of it stays."
      .. " Documents whose file is gone stay, too: see corpus:remove.",
    zh = "导入文献（整体为一个事务）：未变的跳过，已变的替换；无法读取的记入 summary.failed，原有记录保留；"
      .. "源文件已删除的文献也保留。",
    example = 'summary = assert(corpus:import({"plans/", "page.md"}))',
  },
  {
    name = "corpus:remove",
    parameters = {
      item("document", "policy.document|string",
        "the document, or its number, title, file or the last part of its path",
        "文献记录，或其发文字号、标题、文件路径、文件名"),
    },
    returns = or_failure("boolean? done"),
    doc = "Removes a document with all that belongs to it.",
    zh = "删除一份文献及其全部记录。",
    example = 'assert(corpus:remove("page.md"))',
  },
  {
    name = "corpus:search",
    parameters = {
      item("query", "string", 'terms that must all stand in a paragraph; "…" or “…” keeps a phrase together; A NEAR B:'
        .. " with at most ten characters between them", "检索词，以空白分隔，须出现在同一段；引号内为整个短语；A NEAR B 相距不超过十字"),
      item("options?", "policy.search.options",
        "limit, offset, mark; document, section; any field of either as a filter",
        "limit、offset、mark；document、section；文献或标题的任何字段均可作筛选条件"),
    },
    returns = { "policy.hits" },
    doc = "Finds the paragraphs that hold all terms, best first. Case and full width do not matter, punctuation does.",
    zh = "全文检索，最佳结果在前；不分大小写与全半角，标点有别。",
    example = 'for hit in corpus:search("数字经济", {kind = "plan"}) do print(hit.source, hit.snippet) end',
  },
  {
    name = "corpus:query",
    parameters = {
      item("sql", "string", "one statement that reads", "一条只读 SQL 语句"),
      item("...", "string|number|boolean", "values for its parameters", "语句参数"),
    },
    returns = { "fun(): table<string, string|number>?" },
    doc = "Runs a statement of SQL and gives its rows, one table each. It can never write.",
    zh = "执行只读 SQL，逐行返回表。",
    example = 'for row in corpus:query("select * from document where date > ?", "2021") do print(row.title) end',
  },
  {
    name = "corpus:close",
    parameters = {},
    returns = {},
    doc = "Closes the corpus; what was fetched stays. Closing again does nothing.",
    zh = "关闭语料库，已取出的记录仍可用；重复关闭无妨。",
    example = "corpus:close()",
  },
  {
    name = "collection:totable",
    parameters = {},
    returns = { "table[]" },
    doc = "All records of a collection as a plain list.",
    zh = "将集合转为普通列表。",
    example = "list = corpus.documents:totable()",
  },
  {
    name = "hits:totable",
    parameters = {},
    returns = { "policy.hit[]" },
    doc = "All hits of a search as a plain list.",
    zh = "将检索结果转为普通列表。",
    example = 'list = corpus:search("数字经济"):totable()',
  },
}

local LEXICON = item("lexicon?", "table", "an extended copy of policy.lexicon, instead of it; it is compiled when it is"
  .. " first used, so change it before that", "代替 policy.lexicon 的扩充副本，须在首次使用前改好")

local tables = {
  {
    name = "policy.open.options",
    doc = "What policy.open takes besides the path.",
    fields = { item("mode?", '"rw"|"r"', '"r" never writes; "rw" is the default', '"r" 只读，默认 "rw"'), LEXICON },
  },
  {
    name = "policy.analyze.options",
    doc = "What policy.analyze takes besides the text.",
    fields = { item("file?", "string", 'the name that its records give as their file; "-" without one', "记录中的文件名"),
      LEXICON },
  },
  { name = "policy.read.options", doc = "What policy.read takes besides the path.", fields = { LEXICON } },
  {
    name = "policy.import.options",
    doc = "What corpus:import takes besides the sources.",
    fields = {
      item("on_progress?", "fun(done: integer, total: integer, file: string)",
        "called after each file that was read; an error that it raises undoes the import",
        "每读完一个文件调用一次，出错则整体撤销"),
      item("extensions?", "string[]", "files that are taken from folders; txt, md, text and markdown without it",
        "文件夹中导入的扩展名，默认 txt、md、text、markdown"),
    },
  },
  {
    name = "policy.summary",
    doc = "What an import did.",
    fields = {
      item("files", "integer", "how many there were: imported + replaced + unchanged + #failed", "文件总数"),
      item("imported", "integer", "new documents", "新增"),
      item("replaced", "integer", "documents whose file had changed", "替换"),
      item("unchanged", "integer", "files that were skipped", "未变"),
      item("repeated", "integer", "names that led to a file of this import again", "重复指名"),
      item("failed", "policy.failure[]", "files that were refused, and folders that could not be read", "失败"),
      item("bytes", "integer", "bytes that were imported", "导入的字节数"),
      item("seconds", "number", "how long it took", "耗时（秒）"),
    },
  },
  {
    name = "policy.failure",
    doc = "A file that an import could not take.",
    fields = {
      item("file", "string", "its path", "文件路径"),
      item("message", "string", "why", "原因"),
      item("code", "string", "the same for programs: ENOENT, EILSEQ …", "错误代码"),
      item("byte?", "integer", "where in the file, from 0", "出错字节，从0起"),
    },
  },
  {
    name = "policy.search.options",
    doc = "What corpus:search takes besides the query.",
    fields = {
      item("limit?", "integer", "hits at most, math.huge for all; 20 without it", "结果数上限，math.huge 为全部，默认 20"),
      item("offset?", "integer", "hits to pass over", "跳过的结果数"),
      item("mark?", "string[]", "what stands before and behind the words found; [ and ] without it", "命中标记，默认方括号"),
    },
    filters = true,
  },
  {
    name = "policy.token",
    doc = "A token of the full-text index.",
    fields = {
      item("token", "string", "the token, folded", "词元"),
      item("start", "integer", "its first byte in the text", "起始字节"),
      item("finish", "integer", "its last byte", "末字节"),
      item("position", "integer", "its place among the tokens, from 1", "序号"),
    },
  },
}

return { functions = functions, tables = tables }
