--- Filters: a table of fields and values in, an SQL condition with its parameters out.
--
-- Names come from the model and values are bound: no text of the user ever becomes SQL.

local misuse = require "policy.misuse"
local model = require "policy.model"
local phrase = require "policy.phrase"

local condition = {}

local between = { __name = "policy.between" }
local like = { __name = "policy.like" }

function between:__tostring()
  return ("between(%s, %s)"):format(self.first, self.last)
end

function like:__tostring()
  return ("like(%q)"):format(self.pattern)
end

local function bound(where, value)
  if value ~= nil and type(value) ~= "number" and type(value) ~= "string" then
    misuse.raise("policy.between: %s must be a number or a string, not %s", where, misuse.describe(value))
  end
end

--- A filter's value that any value from `first` to `last` meets, both included. nil: no bound on that side.
---@param first integer|number|string|nil
---@param last integer|number|string|nil
---@return policy.between
function condition.between(first, last)
  bound("first", first)
  bound("last", last)
  if first == nil and last == nil then misuse.raise("policy.between: first or last must be given") end
  if first ~= nil and last ~= nil and type(first) ~= type(last) then
    misuse.raise("policy.between: first is a %s but last is a %s", type(first), type(last))
  end
  return setmetatable({ first = first, last = last }, between)
end

--- A filter's value that texts meet which SQL's LIKE finds equal: % stands for anything, _ for one character.
---@param pattern string
---@return policy.like
function condition.like(pattern)
  misuse.check("policy.like: pattern", pattern, "string")
  return setmetatable({ pattern = pattern }, like)
end

-- What is being compiled: `where` is the user's name of the thing filtered; `item`, the result, grows on the way.
local function child(scope, where)
  return { corpus = scope.corpus, where = where, item = scope.item }
end

local function bind(scope, value)
  table.insert(scope.item.parameters, value)
  return "?"
end

-- For a condition that the model declares.
local function bind_all(scope, sql, value)
  for _, parameter in ipairs(model.parameters(sql, value)) do bind(scope, parameter) end
  return sql
end

-- Halves, not a chain: SQLite allows an expression a depth of 1000, and a list may be longer.
local function any(parts, first, last)
  if first > last then return "0" end
  if first == last then return parts[first] end
  local middle = (first + last) // 2
  return "(" .. any(parts, first, middle) .. " or " .. any(parts, middle + 1, last) .. ")"
end

local function is_list(value)
  return type(value) == "table" and getmetatable(value) == nil and (#value > 0 or next(value) == nil)
end

local function each(scope, list, compile)
  local parts = {}
  for i = 1, #list do parts[i] = compile(scope, list[i]) end
  return any(parts, 1, #parts)
end

--------------------------------------------------------------------------------------------------- plain fields

local function lua_type(field)
  return field.type == "string" and "string" or "number"
end

local function expect(scope, field, value)
  local expected = lua_type(field)
  if type(value) ~= expected then
    misuse.raise("%s: field '%s' wants a %s, not %s (or a list, policy.between%s)", scope.where, field.name, expected,
      misuse.describe(value), expected == "string" and ", policy.like" or "")
  end
  return value
end

local function compile_between(scope, field, column, value)
  local parts = {}
  if value.first ~= nil then parts[#parts + 1] = column .. " >= " .. bind(scope, expect(scope, field, value.first)) end
  if value.last ~= nil then parts[#parts + 1] = column .. " <= " .. bind(scope, expect(scope, field, value.last)) end
  return "(" .. table.concat(parts, " and ") .. ")"
end

local function compile_field(scope, field, value)
  local column = model.quoted(field.name)
  local metatable = getmetatable(value)
  if metatable == between then return compile_between(scope, field, column, value) end
  if metatable == like then
    expect(scope, field, value.pattern)
    return column .. " like " .. bind(scope, value.pattern)
  end
  if is_list(value) then
    return each(scope, value, function(inner, item) return compile_field(inner, field, item) end)
  end
  return column .. " = " .. bind(scope, expect(scope, field, value))
end

------------------------------------------------------------------------------------------------------- relations

local compile_filter

local function select_ids(target, sql)
  return ("select id from %s%s"):format(target.name, sql and " where " .. sql or "")
end

local function compile_record(scope, relation, record)
  local metatable = getmetatable(record)
  if metatable.declaration.name ~= relation.target then
    misuse.raise("%s: field '%s' wants a policy.%s, not a %s", scope.where, relation.name, relation.target,
      metatable.__name)
  end
  if metatable.corpus ~= scope.corpus then
    misuse.raise("%s: field '%s' is a record of another corpus", scope.where, relation.name)
  end
  if relation.within then
    scope.item.costly = true
    return "(" .. bind_all(scope, relation.within, record.id) .. ")"
  end
  return model.quoted(relation.column) .. " = " .. bind(scope, record.id)
end

local function compile_collection(scope, relation, collection)
  local items = getmetatable(collection).items(collection, scope.corpus, relation.target)
  if not items then
    misuse.raise("%s: field '%s' wants %s of the same corpus, not %s", scope.where, relation.name,
      model.types[relation.target].collection, tostring(collection))
  end
  local parts = {}
  for i, item in ipairs(items) do
    parts[i] = "(" .. item.sql .. ")"
    scope.item.costly = scope.item.costly or item.costly
    for _, parameter in ipairs(item.parameters) do bind(scope, parameter) end
  end
  return select_ids(model.types[relation.target], parts[1] and table.concat(parts, " and "))
end

local function compile_key(scope, target, key)
  local parts = {}
  for i, sql in ipairs(target.keys) do parts[i] = bind_all(scope, sql, key) end
  return select_ids(target, any(parts, 1, #parts))
end

local function compile_relation(scope, relation, value)
  local target = model.types[relation.target]
  local metatable = getmetatable(value)
  local column = model.quoted(relation.column)
  if type(value) == "string" then return ("%s in (%s)"):format(column, compile_key(scope, target, value)) end
  if math.type(value) == "integer" then return column .. " = " .. bind(scope, value) end
  if type(value) ~= "table" then
    misuse.raise("%s: field '%s' wants a policy.%s, its id or key, or a table of its fields, not %s", scope.where,
      relation.name, relation.target, misuse.describe(value))
  end
  if metatable and metatable.declaration then return compile_record(scope, relation, value) end
  if metatable and metatable.items then
    return ("%s in (%s)"):format(column, compile_collection(scope, relation, value))
  end
  if #value > 0 then
    return each(scope, value, function(inner, item) return compile_relation(inner, relation, item) end)
  end
  local inner = compile_filter(child(scope, scope.where .. "." .. relation.name), target, value)
  return ("%s in (%s)"):format(column, select_ids(target, inner))
end

-------------------------------------------------------------------------------------------------------- matching

local function compile_matching(scope, declaration, query)
  misuse.check(scope.where .. ": field 'matching'", query, "string")
  local sql, parameters = phrase.select(query)
  for _, parameter in ipairs(parameters) do bind(scope, parameter) end
  scope.item.costly = true
  return declaration.matching:format(sql)
end

----------------------------------------------------------------------------------------------------- whole filters

local function valid_names(declaration)
  local names = {}
  for _, field in ipairs(declaration.fields) do names[field.name] = true end
  for _, relation in ipairs(declaration.relations) do names[relation.name] = relation.column and true or nil end
  names.matching = declaration.matching and true or nil
  return misuse.names(names)
end

--- Whether a type's records can be filtered by `name`.
---@param declaration policy.model.type
---@param name any
---@return boolean
function condition.has(declaration, name)
  local member = declaration.member[name]
  return declaration.field[name] ~= nil or (member and member.column) ~= nil
    or (name == "matching" and declaration.matching ~= nil)
end

local function compile_entry(scope, declaration, name, value)
  local field = declaration.field[name]
  if field then return compile_field(scope, field, value) end
  if not condition.has(declaration, name) then
    misuse.raise("%s: no field '%s' (valid: %s)", scope.where, tostring(name), valid_names(declaration))
  end
  if name == "matching" then return compile_matching(scope, declaration, value) end
  return compile_relation(scope, declaration.member[name], value)
end

-- In the order of the names, so that one filter is always one statement.
function compile_filter(scope, declaration, filter)
  local names = {}
  for name in pairs(filter) do names[#names + 1] = name end
  table.sort(names, function(a, b) return tostring(a) < tostring(b) end)
  local parts = {}
  for i, name in ipairs(names) do parts[i] = compile_entry(scope, declaration, name, filter[name]) end
  return parts[1] and table.concat(parts, " and ")
end

---@class policy.condition
---@field sql string           For a WHERE on the type's table.
---@field parameters any[]     A function among them gives its value when the statement is run.
---@field costly boolean?      It takes too long to be looked into again for each page.

--- Compiles a filter; raises at the caller's line, with `where` in front, what is wrong in it.
---@param corpus table
---@param declaration policy.model.type
---@param filter table
---@param where string
---@return policy.condition? item   nil for an empty filter
function condition.compile(corpus, declaration, filter, where)
  local item = { parameters = {} }
  item.sql = compile_filter({ corpus = corpus, where = where, item = item }, declaration, filter)
  return item.sql and item
end

--- Joins conditions to the text behind WHERE, and their parameters to one list.
---@param store table
---@param items policy.condition[]
---@return string sql
---@return any[] parameters
function condition.join(store, items)
  local parts, parameters = {}, {}
  for i, item in ipairs(items) do
    parts[i] = "(" .. item.sql .. ")"
    for _, value in ipairs(item.parameters) do
      if type(value) == "function" then value = value(store) end
      parameters[#parameters + 1] = value
    end
  end
  return parts[1] and table.concat(parts, " and ") or "1", parameters
end

local function describe(value)
  if type(value) == "string" then return '"' .. value .. '"' end
  local metatable = getmetatable(value)
  if type(value) ~= "table" or metatable == between or metatable == like then return tostring(value) end
  if metatable and metatable.declaration then return ("%s %d"):format(metatable.declaration.name, value.id) end
  return metatable and tostring(value) or condition.describe(value)
end

--- A filter as one writes it: {level=2, style="heading"}.
---@param filter table
---@return string
function condition.describe(filter)
  local parts = {}
  for i = 1, #filter do parts[i] = describe(filter[i]) end
  local names = {}
  for name in pairs(filter) do
    if type(name) == "string" then names[#names + 1] = name end
  end
  table.sort(names)
  for _, name in ipairs(names) do parts[#parts + 1] = name .. "=" .. describe(filter[name]) end
  return "{" .. table.concat(parts, ", ") .. "}"
end

return condition
