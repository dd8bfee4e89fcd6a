--- What Tab offers in the REPL: globals, fields, relations, methods, and the fields of a filter.
local collection = require("policy.collection")
local condition = require("policy.condition")
local interface = require("policy.interface")
local model = require("policy.model")
local record = require("policy.record")

local completion = {}

local KEYWORDS = {
  "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil", "not",
  "or", "repeat", "return", "then", "true", "until", "while",
}

local function add_names(set, list)
  for _, item in ipairs(list) do
    set[item.name] = true
  end
end

---The functions that are called on an object: `corpus:import` is one of "corpus".
local function methods_of(kind)
  local set = {}
  for _, item in ipairs(interface.functions) do
    local name = item.name:match("^" .. kind .. ":([%a_]+)$")
    if name then
      set[name] = true
    end
  end
  return set
end

local function add_keys(set, value)
  for key in next, value do
    if type(key) == "string" and key:find("^[%a_][%w_]*$") then
      set[key] = true
    end
  end
end

---What can stand behind the dot after `value`.
local function members(value)
  local set = {}
  local declaration = model.types[record.type(value)]
  if declaration then
    add_names(set, declaration.fields)
    add_names(set, declaration.relations)
    add_names(set, declaration.derived)
  elseif type(value) == "table" and not collection.type(value) then
    local metatable = getmetatable(value)
    if type(metatable) == "table" and metatable.__name == "policy.corpus" then
      for name in pairs(model.collections) do
        set[name] = true
      end
    end
    add_keys(set, value)
  end
  return set
end

---What can stand behind the colon after `value`.
local function methods(value)
  local metatable = getmetatable(value)
  if collection.type(value) then
    return methods_of("collection")
  elseif type(metatable) ~= "table" then
    return {}
  end
  local kind = metatable.__name and metatable.__name:match("^policy%.(.+)$")
  local set = kind and methods_of(kind) or {}
  if type(metatable.__index) == "table" then
    add_keys(set, metatable.__index)
  end
  return set
end

---The value of a chain of names and indexes such as `corpus.documents[1]`; nothing is called.
local function evaluate(environment, chain)
  local name, rest = chain:match("^([%a_][%w_]*)(.*)$")
  if not name then
    return nil
  end
  local value = environment[name]
  while rest ~= "" and value ~= nil do
    local key, tail = rest:match("^%.([%a_][%w_]*)(.*)$")
    if not key then
      key, tail = rest:match("^%[(%d+)%](.*)$")
      key = math.tointeger(key)
    end
    if not key then
      return nil
    end
    value, rest = value[key], tail
  end
  return value
end

local function known(environment, chain)
  local ok, value = pcall(evaluate, environment, chain)
  return ok and value or nil
end

local function globals(environment)
  local set = {}
  for _, word in ipairs(KEYWORDS) do
    set[word] = true
  end
  add_keys(set, _G)
  add_keys(set, environment)
  if environment.corpus then
    for name in pairs(model.collections) do
      set[name] = true
    end
  end
  return set
end

---The fields that a filter may name, where the text ends inside the braces behind a collection.
local function filter_fields(environment, before)
  local chain = before:match("([%a_][%w_.%[%]]*)%s*%(?{[^{}]*[,{]%s*$") or before:match("([%a_][%w_.%[%]]*)%s*%(?{%s*$")
  local declaration = chain and collection.type(known(environment, chain))
  if not declaration then
    return nil
  end
  local set = {}
  for _, list in ipairs({ declaration.fields, declaration.relations }) do
    for _, item in ipairs(list) do
      set[item.name] = condition.has(declaration, item.name) or nil
    end
  end
  set.matching = condition.has(declaration, "matching") or nil
  return set
end

local function candidates(environment, before, chain, separator)
  if separator == "" then
    return filter_fields(environment, before) or globals(environment)
  end
  local value = known(environment, chain)
  return separator == "." and members(value) or methods(value)
end

---The ways in which the word from byte `from` to byte `to` of a line can go on, each as the whole word.
---@param environment table
---@param line string
---@param from integer
---@param to integer
---@return string[]
function completion.complete(environment, line, from, to)
  local word = line:sub(from, to)
  local head, partial = word:match("^(.-)([%a_]?[%w_]*)$")
  local separator = head:match("[.:]$") or ""
  local chain = separator ~= "" and head:sub(1, -2):match("[%a_][%w_.%[%]]*$") or ""
  local found = {}
  for name in pairs(candidates(environment, line:sub(1, from - 1) .. head, chain, separator)) do
    if name:sub(1, #partial) == partial then
      found[#found + 1] = head .. name
    end
  end
  table.sort(found)
  return found
end

return completion
