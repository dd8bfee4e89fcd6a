--- help() of the REPL: every word of it comes from policy.model and policy.interface.
local interface = require("policy.interface")
local model = require("policy.model")
local terminal = require("policy.terminal")

local help = {}

--- Lines are no wider than this even where the terminal is.
local WIDEST = 100
local CHARACTER = "[\0-\x7F\xC0-\xFF][\x80-\xBF]*"

local words = {
  en = {
    about = "A corpus is explored with Lua: expressions are shown, _ is the last value, Tab completes, Ctrl-D leaves.",
    about_names = "Variables without `local` stay from one line to the next.",
    types = "Records",
    functions = "Functions",
    more = 'help(x) explains any of these: help(documents), help "section", help(corpus.search), help(documents[1]).',
    fields = "Fields",
    relations = "Relations",
    keys = "Found by",
    parameters = "Parameters",
    returns = "Gives",
    example = "For example",
    optional = "may be absent",
    none = "There is no help for this. help() lists what there is.",
  },
  zh = {
    about = "用 Lua 浏览语料库：输入表达式即显示结果，_ 为上一结果，Tab 补全，Ctrl-D 退出。",
    about_names = "不加 local 的变量在各行之间保留。",
    types = "记录",
    functions = "函数",
    more = 'help(x) 说明任意一项：help(documents)、help "section"、help(corpus.search)、help(documents[1])。',
    fields = "字段",
    relations = "关联",
    keys = "可按下列查找",
    parameters = "参数",
    returns = "返回",
    example = "例",
    optional = "可缺",
    none = "没有相关说明。help() 列出全部内容。",
  },
}

local function language()
  for _, name in ipairs({ "LC_ALL", "LC_MESSAGES", "LANG" }) do
    local locale = os.getenv(name)
    if locale and locale ~= "" then
      return locale:find("^zh") and "zh" or "en"
    end
  end
  return "en"
end

local function doc_of(item, prefix)
  local chinese = language() == "zh" and item[prefix and prefix .. "_zh" or "zh"]
  return chinese or item[prefix and prefix .. "_doc" or "doc"]
end

---Cuts a text into lines of at most `width` columns, at spaces where it has them.
---@param text string
---@param width integer
---@return string[]
function help.wrap(text, width)
  local lines, start, used, space = {}, 1, 0, nil
  for at, character in text:gmatch("()(" .. CHARACTER .. ")") do
    used = used + terminal.width(character)
    if used > width and at > start then
      local stop = space or at - 1
      lines[#lines + 1] = (text:sub(start, stop):gsub(" +$", ""))
      start, space = stop + 1, nil
      used = terminal.width(text:sub(start, at + #character - 1))
    end
    if character == " " then
      space = at
    end
  end
  lines[#lines + 1] = text:sub(start)
  return lines
end

local function page_width(target)
  return math.min(target.columns or WIDEST, WIDEST)
end

local function paragraph(target, indent, text)
  for _, line in ipairs(help.wrap(text, math.max(page_width(target) - indent, 20))) do
    target.output:write((" "):rep(indent), line, "\n")
  end
end

local function heading(target, text)
  target.output:write("\n", target.paint("bold", text), "\n")
end

---Rows of a name and what it means, the meanings aligned.
local function definitions(target, rows)
  local width = 0
  for _, row in ipairs(rows) do
    width = math.max(width, terminal.width(row[1]))
  end
  for _, row in ipairs(rows) do
    local lines = help.wrap(row[2], math.max(page_width(target) - width - 4, 20))
    for index, line in ipairs(lines) do
      local name = index == 1 and row[1] or ""
      target.output:write("  ", name, (" "):rep(width - terminal.width(name) + 2), line, "\n")
    end
  end
end

local function signature(item)
  local names = {}
  for index, parameter in ipairs(item.parameters) do
    names[index] = parameter.name
  end
  return item.name .. "(" .. table.concat(names, ", ") .. ")"
end

local function first_sentence(text)
  return text:match("^.-%.%f[%s\0]") or text:match("^.-。") or text
end

local function overview(target)
  local text = words[language()]
  paragraph(target, 0, text.about)
  paragraph(target, 0, text.about_names)
  heading(target, text.types)
  local rows = {}
  for index, declaration in ipairs(model.list) do
    rows[index] = { declaration.collection or declaration.name, doc_of(declaration) }
  end
  definitions(target, rows)
  heading(target, text.functions)
  rows = {}
  for index, item in ipairs(interface.functions) do
    rows[index] = { signature(item), first_sentence(doc_of(item)) }
  end
  definitions(target, rows)
  target.output:write("\n")
  paragraph(target, 0, text.more)
end

local function field_rows(declaration)
  local rows = {}
  for index, field in ipairs(declaration.fields) do
    local optional = field.optional and " (" .. words[language()].optional .. ")" or ""
    rows[index] = { field.name, ("%s, %s%s"):format(field.type, doc_of(field), optional) }
  end
  return rows
end

local function relation_rows(declaration)
  local rows = {}
  for _, relation in ipairs(declaration.relations) do
    local leads_to = relation.many and model.types[relation.target].collection or relation.target
    rows[#rows + 1] = { relation.name, ("%s, %s"):format(leads_to, doc_of(relation)) }
  end
  for _, derived in ipairs(declaration.derived) do
    rows[#rows + 1] = { derived.name, ("%s, %s"):format(derived.type, doc_of(derived)) }
  end
  return rows
end

local function explain_type(target, declaration)
  local text = words[language()]
  target.output:write(target.paint("bold", declaration.name), "\n")
  paragraph(target, 0, doc_of(declaration))
  heading(target, text.fields)
  definitions(target, field_rows(declaration))
  heading(target, text.relations)
  definitions(target, relation_rows(declaration))
  if declaration.keys_doc then
    heading(target, text.keys)
    paragraph(target, 2, doc_of(declaration, "keys"))
  end
end

local function item_rows(items)
  local rows = {}
  for index, item in ipairs(items) do
    rows[index] = { item.name, ("%s, %s"):format(item.type, doc_of(item)) }
  end
  return rows
end

---The tables that a function takes or gives, explained with it.
local function tables_of(item)
  local found = {}
  local mentioned = table.concat(item.returns, " ")
  for _, parameter in ipairs(item.parameters) do
    mentioned = mentioned .. " " .. parameter.type
  end
  for _, declared in ipairs(interface.tables) do
    if (mentioned .. " "):find(declared.name .. "%f[^%w._]") then
      found[#found + 1] = declared
    end
  end
  return found
end

local function explain_function(target, item)
  local text = words[language()]
  target.output:write(target.paint("bold", signature(item)), "\n")
  paragraph(target, 0, doc_of(item))
  if #item.parameters > 0 then
    heading(target, text.parameters)
    definitions(target, item_rows(item.parameters))
  end
  if #item.returns > 0 then
    heading(target, text.returns)
    paragraph(target, 2, table.concat(item.returns, ", "))
  end
  for _, declared in ipairs(tables_of(item)) do
    heading(target, declared.name)
    definitions(target, item_rows(declared.fields))
  end
  heading(target, text.example)
  target.output:write("  ", item.example, "\n")
end

local function function_named(name)
  for _, item in ipairs(interface.functions) do
    if item.name == name or item.name:match("[^.:]+$") == name then
      return item
    end
  end
end

---Writes help on a name: of a record type, its collection, or a function.
local function explain_name(target, name)
  local declaration = model.types[name] or model.collections[name]
  local item = function_named(name)
  if declaration then
    explain_type(target, declaration)
  elseif item then
    explain_function(target, item)
  else
    paragraph(target, 0, words[language()].none)
  end
end

---Writes help on `topic`, which is a name or nil for an overview.
---@param target policy.View
---@param topic? string
function help.write(target, topic)
  if topic == nil then
    overview(target)
  else
    explain_name(target, topic)
  end
end

return help
