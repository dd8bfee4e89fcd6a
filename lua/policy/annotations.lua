--- Writes library.lua: the annotations from which an editor completes `corpus.documents[1].`.
--
--     lua5.4 lua/policy/annotations.lua > lua/policy/library.lua
--
-- Made from policy.model and policy.interface alone; the core is not needed.

local interface = require "policy.interface"
local model = require "policy.model"

local annotations = {}

local function emit(out, line, ...)
  out[#out + 1] = select("#", ...) > 0 and line:format(...) or line
end

local function doc(out, item)
  emit(out, "--- %s", item.doc)
  emit(out, "--- %s", item.zh)
end

local function described(item)
  return item.doc .. " · " .. item.zh
end

-- Union of the texts that a field can have, or its Lua type.
local function field_type(field)
  if not field.values then return field.type end
  local values = {}
  for i, value in ipairs(field.values) do values[i] = ("%q"):format(value) end
  return table.concat(values, "|")
end

local function collection_class(declaration)
  return declaration.collection and "policy." .. declaration.collection
end

local function emit_record(out, declaration)
  doc(out, declaration)
  emit(out, "---@class policy.%s", declaration.name)
  for _, field in ipairs(declaration.fields) do
    emit(out, "---@field %s%s %s %s", field.name, field.optional and "?" or "", field_type(field), described(field))
  end
  for _, relation in ipairs(declaration.relations) do
    local target = model.types[relation.target]
    local one = "policy." .. target.name .. (relation.always and "" or "?")
    local class = relation.many and collection_class(target) or one
    emit(out, "---@field %s %s %s", relation.name, class, described(relation))
  end
  for _, derived in ipairs(declaration.derived) do
    emit(out, "---@field %s %s %s", derived.name, derived.type, described(derived))
  end
  emit(out, "")
end

local function filter_type(field)
  local plain = field_type(field)
  local many = field.values and ("(%s)[]"):format(plain) or plain .. "[]"
  return plain .. "|" .. many .. "|policy.between" .. (field.type == "string" and "|policy.like" or "")
end

local function relation_type(relation)
  local target = model.types[relation.target]
  return ("policy.%s|policy.%s[]|%s|policy.%s.filter|string|integer"):format(target.name, target.name,
    collection_class(target), target.name)
end

local function emit_filter(out, declaration)
  emit(out, "--- What %s are narrowed by.", declaration.collection)
  emit(out, "---@class policy.%s.filter", declaration.name)
  for _, field in ipairs(declaration.fields) do
    emit(out, "---@field %s? %s", field.name, filter_type(field))
  end
  for _, relation in ipairs(declaration.relations) do
    if relation.column then emit(out, "---@field %s? %s", relation.name, relation_type(relation)) end
  end
  if declaration.matching then
    emit(out, "---@field matching? string terms that must all stand in a paragraph · 检索词，须出现在同一段")
  end
  emit(out, "")
end

local function emit_collection(out, declaration)
  emit(out, "--- A list of %s, read by pages.%s", declaration.collection,
    declaration.keys_doc and " A string finds one by its " .. declaration.keys_doc .. "." or "")
  emit(out, "---@class policy.%s", declaration.collection)
  emit(out, "---@field [integer] policy.%s", declaration.name)
  if declaration.keys_doc then emit(out, "---@field [string] policy.%s?", declaration.name) end
  emit(out, "---@field totable fun(self): policy.%s[] all of them as a plain list · 转为普通列表", declaration.name)
  emit(out, "---@operator call(policy.%s.filter): policy.%s", declaration.name, declaration.collection)
  emit(out, "---@operator len: integer")
  emit(out, "")
end

local function emit_types(out)
  for _, declaration in ipairs(model.list) do
    emit_record(out, declaration)
    if declaration.collection then
      emit_collection(out, declaration)
      emit_filter(out, declaration)
    end
  end
end

-- The two relations, and every field of either type by its name alone: a document's where both have it.
local function emit_search_filters(out)
  for _, relation in ipairs(model.types.paragraph.relations) do
    emit(out, "---@field %s? %s", relation.name, relation_type(relation))
  end
  local seen = {}
  for _, name in ipairs { "document", "section" } do
    for _, field in ipairs(model.types[name].fields) do
      if not seen[field.name] then emit(out, "---@field %s? %s", field.name, filter_type(field)) end
      seen[field.name] = true
    end
  end
end

local function emit_tables(out)
  for _, declared in ipairs(interface.tables) do
    emit(out, "--- %s", declared.doc)
    emit(out, "---@class %s", declared.name)
    for _, field in ipairs(declared.fields) do
      emit(out, "---@field %s %s %s", field.name, field.type, described(field))
    end
    if declared.filters then emit_search_filters(out) end
    emit(out, "")
  end
end

local function emit_function(out, declared)
  doc(out, declared)
  emit(out, "---")
  emit(out, "---     %s", declared.example)
  emit(out, "---")
  local names = {}
  for i, parameter in ipairs(declared.parameters) do
    emit(out, "---@param %s %s %s", parameter.name, parameter.type, described(parameter))
    names[i] = parameter.name:gsub("%?$", "")
  end
  for _, result in ipairs(declared.returns) do emit(out, "---@return %s", result) end
  emit(out, "function %s(%s) end", declared.name, table.concat(names, ", "))
  emit(out, "")
end

-- Functions whose name starts with one of the prefixes. A collection's own stand with the collections.
local function emit_functions(out, prefix)
  for _, declared in ipairs(interface.functions) do
    if declared.name:find("^" .. prefix .. "[.:]") then emit_function(out, declared) end
  end
end

local function emit_corpus(out)
  emit(out, "--- One file of documents, open.")
  emit(out, "---@class policy.corpus")
  emit(out, "---@field path string the path that it was opened with · 打开时的路径")
  emit(out, '---@field mode "rw"|"r"')
  for _, declaration in ipairs(model.list) do
    if declaration.collection then
      emit(out, "---@field %s %s %s", declaration.collection, collection_class(declaration), described(declaration))
    end
  end
  emit(out, "local corpus = {}")
  emit(out, "")
  emit_functions(out, "corpus")
end

local function emit_hits(out)
  emit(out, "--- What a search found; `for hit in hits do`.")
  emit(out, "---@class policy.hits")
  emit(out, "---@operator call: policy.hit?")
  emit(out, "local hits = {}")
  emit(out, "")
  emit_functions(out, "hits")
end

local function emit_policy(out)
  emit(out, "---@class policy.between")
  emit(out, "---@class policy.like")
  emit(out, "")
  emit(out, "---@class policy")
  emit(out, "---@field version string")
  emit(out, "---@field lexicon table<string, table> the language's words by category · 词表，按类别")
  emit(out, "---@field help table the record types and functions as data · 类型与函数的说明数据")
  emit(out, "local policy = { text = {} }")
  emit(out, "")
  emit_functions(out, "policy")
end

--- The whole of library.lua.
---@return string
function annotations.text()
  local out = {}
  emit(out, "---@meta policy")
  emit(out, "-- luacheck: ignore")
  emit(out, "-- Made by annotations.lua from model.lua and interface.lua: change those.")
  emit(out, "")
  emit_types(out)
  emit_tables(out)
  emit_hits(out)
  emit_corpus(out)
  emit_policy(out)
  emit(out, "return policy")
  return table.concat(out, "\n") .. "\n"
end

--- Writes library.lua to standard output.
function annotations.write()
  io.write(annotations.text())
end

-- Run as a program, a file has no module name.
if ... ~= "policy.annotations" then annotations.write() end

return annotations
