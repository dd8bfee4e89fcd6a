--- The record types, each declared once.
--
-- Select lists, filters, lazy relations, natural keys, export, help, completion and the annotations of library.lua all
-- follow from the declarations below: to add a record type is to add a declaration (and, in the store, its table).

---@class policy.model.field      A plain field of a record, a column of its table.
---@field name string
---@field type "integer"|"number"|"string"
---@field doc string              One line in English.
---@field zh string               The same in Chinese.
---@field optional boolean?       It can be absent (NULL).
---@field values string[]?        All the values that it can have.

---@class policy.model.relation   Fetched at first use, then kept.
---@field name string
---@field target string           Name of the record type that it leads to.
---@field many boolean?           It is a collection; otherwise it is one record or nil.
---@field always boolean?         It is never nil.
---@field column string?          Foreign key of this type's table; its records can be filtered by the relation.
---@field condition string?       SQL condition on the target's table; every `?` in it is this record's id.
---@field costly boolean?         The condition takes too long to be looked into again for each page.
---@field within string?          SQL condition on this type's table that a filter by a record stands for; every `?` is
---                               that record's id. Without it: column = id.
---@field doc string
---@field zh string

---@class policy.model.derived    A value worked out at first use.
---@field name string
---@field type string
---@field value (fun(record: table): any)?
---@field lines string?           SQL whose column `text`, joined by newlines, is the value; every `?` is its id.
---@field doc string
---@field zh string

---@class policy.model.type
---@field name string             Singular; also the table's name.
---@field collection string?      Plural: the collection's name in a corpus. Absent: records of a function only.
---@field doc string
---@field zh string
---@field fields policy.model.field[]
---@field relations policy.model.relation[]
---@field derived policy.model.derived[]
---@field keys string[]           SQL conditions that find a record by natural key, tried in this order; `?` is the key.
---@field keys_doc string?        What the natural keys are.
---@field keys_zh string?
---@field matching string?        SQL condition for `matching`; `%s` is a select of paragraph ids.
---@field export {name: string, sql: string}[]?  Columns of `COLLECTION.tsv`.
---@field tostring fun(record: table): string    From plain fields alone: works after the corpus was closed.
---@field field table<string, policy.model.field>        `fields` by name
---@field member table<string, policy.model.relation|policy.model.derived>  `relations`, `derived` by name
---@field select string?          SQL select list of all fields

local function field(name, kind, doc, zh)
  return { name = name, type = kind, doc = doc, zh = zh }
end

local function optional(name, kind, doc, zh)
  return { name = name, type = kind, doc = doc, zh = zh, optional = true }
end

local function choice(name, values, doc, zh)
  return { name = name, type = "string", values = values, doc = doc, zh = zh }
end

-- The paragraphs that a section governs, those of its subsections with them. A line of the table of contents belongs to
-- the section that it names, but is no part of its text; page furniture belongs to none.
local GOVERNED = "kind <> 'contents' and section in (with recursive below (id) as (select ?"
  .. " union all select section.id from section join below on section.parent = below.id) select id from below)"

-- The sections that govern a paragraph of the set: its own and all around it.
local GOVERNING = "id in (with recursive around (id) as ("
  .. "select section from paragraph where kind <> 'contents' and section is not null and id in (%s)"
  .. " union select parent from section join around using (id) where parent is not null) select id from around)"

local CUT = 40 -- characters of a paragraph that its one-line form shows

local function shorten(text)
  local cut = utf8.offset(text, CUT + 1)
  return cut and cut <= #text and text:sub(1, cut - 1) .. "…" or text
end

local function words(...)
  local list = {}
  for i = 1, select("#", ...) do list[#list + 1] = (select(i, ...)) end
  return table.concat(list, " ")
end

local SOURCE = {
  name = "source",
  type = "string",
  value = function(record)
    local document = record.document
    return ("%s:%d:%d"):format(document and document.file or "?", record.line, record.column or 1)
  end,
  doc = "where it stands, as FILE:LINE:COLUMN (column in characters, from 1)",
  zh = "出处：文件:行:列（列按字符计，从1起）",
}

local document = {
  name = "document",
  collection = "documents",
  doc = "One document: a plan, a digest of speeches, an inquiry, a news report, a newspaper page.",
  zh = "一份文献：规划、发言摘登、询问实录、新闻报道或报纸版面。",
  fields = {
    field("id", "integer", "its number in the corpus; kept when its file is imported again", "库内编号，重新导入后不变"),
    field("file", "string", "path of the file, as it was given to the import", "导入时给出的文件路径"),
    choice("kind", { "plan", "digest", "inquiry", "news", "page" },
      "plan, digest, inquiry, news or page (a newspaper page that carries several articles)",
      "类别：plan 规划文件、digest 发言摘登、inquiry 询问、news 新闻、page 报纸版面"),
    optional("title", "string", "its title, as it would be cited", "标题"),
    optional("number", "string", "its document number, as written", "发文字号"),
    optional("issuer", "string", "the authority that issued it", "发文机关"),
    optional("date", "string", "when it was signed or published: 2021-10-17, 2021-10, 2021 or --10-17", "成文或发布日期"),
    optional("publisher", "string", "the medium that published it", "发布媒体"),
    choice("encoding", { "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030" }, "encoding of the file", "文件编码"),
    field("lines", "integer", "lines of the file", "行数"),
    field("characters", "integer", "characters of the file, line ends not counted", "字符数（不计换行）"),
    field("size", "integer", "bytes of the file", "文件字节数"),
  },
  relations = {
    { name = "sections", target = "section", many = true, condition = "document = ?",
      doc = "its outline, in document order", zh = "全文提纲，按原文顺序" },
    { name = "paragraphs", target = "paragraph", many = true, condition = "document = ?",
      doc = "every line that is not blank", zh = "所有非空行" },
  },
  derived = {
    { name = "text", type = "string", lines = "select text from paragraph where document = ? order by id",
      doc = "the untouched text of its paragraphs, joined by newlines", zh = "各段原文，以换行相连" },
    { name = "source", type = "string", value = function(record) return record.file .. ":1:1" end,
      doc = SOURCE.doc, zh = SOURCE.zh },
  },
  keys = { "number = ?", "title = ?", "file = ?", "substr(file, -length(?) - 1) = '/' || ?" },
  keys_doc = "number, title, file or the last part of its path",
  keys_zh = "发文字号、标题、文件路径或文件名",
  matching = "id in (select document from paragraph where id in (%s))",
  export = {
    { name = "file", sql = "file" },
    { name = "kind", sql = "kind" },
    { name = "title", sql = "title" },
    { name = "issuer", sql = "issuer" },
    { name = "number", sql = "number" },
    { name = "date", sql = "date" },
    { name = "publisher", sql = "publisher" },
    { name = "encoding", sql = "encoding" },
    { name = "lines", sql = "lines" },
    { name = "characters", sql = "characters" },
    { name = "size", sql = "size" },
  },
  tostring = function(record)
    local number = record.number and "(" .. record.number .. ")" or nil
    return words("document " .. record.id .. ":", record.title or record.file, number)
  end,
}

local section = {
  name = "section",
  collection = "sections",
  doc = "One heading of a document's outline with all that it governs.",
  zh = "提纲中的一个标题及其统辖的内容。",
  fields = {
    field("id", "integer", "its number in the corpus; ascending within a document", "库内编号，同一文献内递增"),
    field("level", "integer", "depth in the outline, from 1", "层级，从1起"),
    choice("style", { "heading", "runin", "lead" },
      "heading (alone on its line), runin (its text follows on the line) or lead (an un-numbered topic sentence)",
      "形式：heading 独立成行、runin 接排、lead 段首主题句"),
    optional("number", "string", "its marker as written, such as 三, (四), 第五条, ■", "序号原样，如 三、(四)、第五条、■"),
    optional("title", "string", "its words, without the marker", "标题文字，不含序号"),
    field("path", "string", "the numbers of the headings down to it: 三/(四)/2", "由上至下的序号：三/(四)/2"),
    field("line", "integer", "line of the file, from 1", "所在行，从1起"),
    field("column", "integer", "column in characters, from 1", "所在列，按字符计，从1起"),
    field("byte", "integer", "offset in the file on disk, from 0", "文件内字节位置，从0起"),
    field("first_line", "integer", "first line that it governs", "统辖的首行"),
    field("last_line", "integer", "last line that it governs, its subsections included", "统辖的末行，含下级标题"),
  },
  relations = {
    { name = "document", target = "document", column = "document", always = true,
      doc = "the document that it stands in", zh = "所在文献" },
    { name = "parent", target = "section", column = "parent",
      doc = "the section around it; nil at the top", zh = "上级标题，最高层为 nil" },
    { name = "children", target = "section", many = true, condition = "parent = ?",
      doc = "the sections directly below it", zh = "直属下级标题" },
    { name = "paragraphs", target = "paragraph", many = true, condition = GOVERNED, costly = true,
      doc = "the paragraphs that it governs, its subsections' included, without page furniture",
      zh = "统辖的段落，含下级标题的段落，不含版面杂项" },
  },
  derived = {
    { name = "text", type = "string", lines = "select text from paragraph where " .. GOVERNED .. " order by id",
      doc = "the untouched text of its paragraphs, joined by newlines", zh = "各段原文，以换行相连" },
    SOURCE,
  },
  keys = { "path = ?", "title = ?" },
  keys_doc = "path or title",
  keys_zh = "序号路径或标题",
  matching = GOVERNING,
  export = {
    { name = "file", sql = "(select file from document where document.id = section.document)" },
    { name = "line", sql = "line" },
    { name = "level", sql = "level" },
    { name = "style", sql = "style" },
    { name = "number", sql = "number" },
    { name = "title", sql = "title" },
    { name = "parent_line", sql = "coalesce((select line from section above where above.id = section.parent), 0)" },
    { name = "path", sql = "path" },
    { name = "column", sql = '"column"' },
    { name = "byte", sql = "byte" },
    { name = "first_line", sql = "first_line" },
    { name = "last_line", sql = "last_line" },
  },
  tostring = function(record)
    return words("section " .. record.id .. ":", record.path, record.title ~= record.path and record.title or nil)
  end,
}

local paragraph = {
  name = "paragraph",
  collection = "paragraphs",
  doc = "One line of a document that is not blank.",
  zh = "文献中的一个非空行。",
  fields = {
    field("id", "integer", "its number in the corpus; ascending within a document", "库内编号，同一文献内递增"),
    choice("kind", { "text", "heading", "title", "contents", "table", "caption", "dateline", "furniture" },
      "text, heading, title, contents (a line of the table of contents), table, caption, dateline or furniture",
      "种类：text 正文、heading 标题、title 题名、contents 目录、table 表格、caption 图注、dateline 日期来源、furniture 版面杂项"),
    field("line", "integer", "line of the file, from 1", "所在行，从1起"),
    field("byte", "integer", "offset in the file on disk, from 0", "文件内字节位置，从0起"),
    field("text", "string", "the whole line, untouched", "整行原文"),
  },
  relations = {
    { name = "document", target = "document", column = "document", always = true,
      doc = "the document that it stands in", zh = "所在文献" },
    { name = "section", target = "section", column = "section", within = GOVERNED,
      doc = "the innermost section that it belongs to; nil before the first heading", zh = "所属的最内层标题" },
  },
  derived = { SOURCE },
  keys = {},
  matching = "id in (%s)",
  tostring = function(record) return words("paragraph " .. record.id .. ":", shorten(record.text)) end,
}

local hit = {
  name = "hit",
  doc = "One paragraph that a search found.",
  zh = "一条检索结果。",
  fields = {
    field("id", "integer", "id of its paragraph", "段落编号"),
    field("rank", "integer", "place in the result, from 1, best first", "名次，从1起"),
    field("line", "integer", "line of the file, from 1", "所在行，从1起"),
    field("column", "integer", "column in characters of the first word found, from 1", "首个命中词所在列，按字符计，从1起"),
    field("snippet", "string", "the words found, marked, with what stands around them", "命中词（加标记）及上下文"),
    field("text", "string", "the whole paragraph, untouched", "整段原文"),
  },
  relations = {
    { name = "document", target = "document", always = true,
      condition = "id = (select document from paragraph where id = ?)",
      doc = "the document that it stands in", zh = "所在文献" },
    { name = "section", target = "section", condition = "id = (select section from paragraph where id = ?)",
      doc = "the innermost section that it belongs to; nil before the first heading", zh = "所属的最内层标题" },
    { name = "paragraph", target = "paragraph", condition = "id = ?", always = true,
      doc = "the paragraph that was found", zh = "命中的段落" },
  },
  derived = { SOURCE },
  keys = {},
  tostring = function(record) return words("hit " .. record.rank .. ":", record.snippet) end,
}

--- Quotes a name for SQL: some of ours, such as `column`, are words of its grammar.
local function quoted(name)
  return '"' .. name .. '"'
end

local function select_list(fields)
  local names = {}
  for i, item in ipairs(fields) do names[i] = quoted(item.name) end
  return table.concat(names, ", ")
end

local function by_name(...)
  local map = {}
  for _, list in ipairs { ... } do
    for _, item in ipairs(list) do
      assert(map[item.name] == nil, "declared twice: " .. item.name)
      map[item.name] = item
    end
  end
  return map
end

-- A foreign key gives the condition of its relation.
local function complete(declaration)
  for _, relation in ipairs(declaration.relations) do
    relation.condition = relation.condition
      or ("id = (select %s from %s where id = ?)"):format(quoted(relation.column), declaration.name)
  end
  declaration.field = by_name(declaration.fields)
  declaration.member = by_name(declaration.relations, declaration.derived)
  declaration.select = declaration.collection and select_list(declaration.fields)
  return declaration
end

local model = {
  list = {}, ---@type policy.model.type[]  in the order in which they are shown
  types = {}, ---@type table<string, policy.model.type>  by singular name
  collections = {}, ---@type table<string, policy.model.type>  by plural name
  quoted = quoted,
}

for i, declaration in ipairs { document, section, paragraph, hit } do
  model.list[i] = complete(declaration)
  model.types[declaration.name] = declaration
  if declaration.collection then model.collections[declaration.collection] = declaration end
end

--- The parameters of a declared condition, in which every `?` stands for one and the same value.
---@param sql string
---@param value any
---@return any[]
function model.parameters(sql, value)
  local list = {}
  for _ in sql:gmatch("%?") do list[#list + 1] = value end
  return list
end

--- The statement whose rows are the lines of a type's export file; its columns are those of `export`, in that order.
---@param declaration policy.model.type
---@return string sql
function model.export_statement(declaration)
  local columns = {}
  for i, column in ipairs(declaration.export) do
    columns[i] = column.sql .. " as " .. quoted(column.name)
  end
  local order = declaration.member.document and "document, id" or "id"
  return ("select %s from %s order by %s"):format(table.concat(columns, ", "), declaration.name, order)
end

return model
