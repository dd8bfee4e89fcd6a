--- How records look: as rows of a table, and one by itself. The command and the REPL share it.
local model = require("policy.model")
local render = require("policy.render")
local terminal = require("policy.terminal")

local view = {}

---@class policy.View
---@field output { write: function }
---@field columns integer? width of the terminal, nil where there is none
---@field paint fun(style: string, text: string): string

local function file_of(record)
  local document = record.document
  return document and document.file
end

---The columns of a record type: where it stands, then its other fields.
---@param declaration policy.model.type
---@return policy.Column[]
function view.columns(declaration)
  local columns, placed = {}, {}
  local function place(name, column)
    column.name, placed[name] = name, true
    columns[#columns + 1] = column
  end
  if declaration.member.document then
    place("file", { value = file_of, cut = terminal.fit_end })
    place("line", {})
  end
  for _, field in ipairs(declaration.fields) do
    if not placed[field.name] then
      place(field.name, { cut = field.name == "file" and terminal.fit_end or nil })
    end
  end
  return columns
end

---The columns of a query, from the last value that corpus:query gives.
---@param statement userdata
---@return policy.Column[]
function view.query_columns(statement)
  local columns = {}
  for index, name in ipairs(statement:columns()) do
    columns[index] = { name = name }
  end
  return columns
end

---An iterator over the records of a list or a collection.
---@param list table
---@return fun(): table?
function view.records(list)
  local next_pair, state, control = pairs(list)
  return function()
    local record
    control, record = next_pair(state, control)
    return record
  end
end

---------------------------------------------------------------------------------------------------------------- hits

--- Marks of a match that is to be coloured: characters without width that stand in no document.
view.marks = { "\u{FFF9}", "\u{FFFB}" }

local function highlight(paint, text)
  local painted = text:gsub(view.marks[1] .. "(.-)" .. view.marks[2], function(match)
    return paint("match", match)
  end)
  local open, last = painted:match("^(.*)" .. view.marks[1] .. "(.*)$")
  return open and open .. paint("match", last) or painted
end

---Cuts a snippet so that its first match stays in sight.
local function fit_snippet(mark)
  return function(text, width)
    local at = text:find(mark, 1, true)
    if at and terminal.width(text) > width and terminal.width(text:sub(1, at - 1)) > width // 3 then
      text = terminal.fit_end(text:sub(1, at - 1), width // 3) .. text:sub(at)
    end
    return terminal.fit(text, width)
  end
end

local function section_text(hit)
  local section = hit.section
  if not section then
    return nil
  end
  local path, title = section.path, section.title
  local named = not title or path:sub(-#title) == title
  return named and path or path .. " " .. title
end

local function document_text(hit)
  return hit.document.title or hit.document.file:match("[^/]*$")
end

---The columns of search results. With `paint`, their snippets carry `view.marks`, else the library's own brackets.
---@param paint? fun(style: string, text: string): string
---@return policy.Column[]
function view.hit_columns(paint)
  local snippet = { name = "snippet", cut = fit_snippet(paint and view.marks[1] or "[") }
  snippet.paint = paint and function(text)
    return highlight(paint, text)
  end
  return {
    { name = "source", cut = terminal.fit_end },
    { name = "section", value = section_text, most = 24 },
    snippet,
    { name = "document", value = document_text, most = 24 },
  }
end

----------------------------------------------------------------------------------------------------------- one record

local function widest_name(...)
  local width = 0
  for _, list in ipairs({ ... }) do
    for _, item in ipairs(list) do
      width = math.max(width, #item.name)
    end
  end
  return width
end

---Writes a line `name  text`, cut to the terminal.
---@param target policy.View
---@param style? string of the text
function view.pair(target, name, width, text, style)
  text = terminal.printable(text)
  if target.columns then
    text = terminal.fit(text, target.columns - width - 2)
  end
  text = style and target.paint(style, text) or text
  target.output:write(target.paint("dim", name), (" "):rep(width - #name + 2), text, "\n")
end

---Writes the fields that a record has.
---@param target policy.View
---@param record table
---@param width? integer of the names
function view.fields(target, declaration, record, width)
  width = width or widest_name(declaration.fields)
  for _, field in ipairs(declaration.fields) do
    local value = record[field.name]
    if value ~= nil then
      view.pair(target, field.name, width, tostring(value))
    end
  end
end

---Writes a record's fields, and the names of what hangs together with it.
---@param target policy.View
function view.record(target, declaration, record)
  local width = widest_name(declaration.fields, declaration.relations, declaration.derived)
  view.fields(target, declaration, record, width)
  for _, relation in ipairs(declaration.relations) do
    local leads_to = relation.many and model.types[relation.target].collection or relation.target
    view.pair(target, relation.name, width, "→ " .. leads_to, "dim")
  end
  for _, derived in ipairs(declaration.derived) do
    view.pair(target, derived.name, width, "→ " .. derived.type, "dim")
  end
end

---Writes a document as a reader wants it: its fields, then its outline.
---@param target policy.View
---@param document table
function view.document(target, document)
  view.fields(target, model.types.document, document)
  local sections = {}
  for section in view.records(document.sections) do
    sections[#sections + 1] = section
  end
  if #sections > 0 then
    target.output:write("\n")
    render.tree(target.output, sections, target)
  end
end

return view
