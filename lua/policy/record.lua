--- Records: plain tables of plain fields, whose relations are fetched at first use.
--
-- What was fetched is kept beside the record and not in it, so that pairs() and JSON encoders meet plain fields only.

local collection = require "policy.collection"
local misuse = require "policy.misuse"
local model = require "policy.model"

local record = {}

local ABSENT = {} -- kept for a relation that leads nowhere

local function fetch_relation(corpus, declaration, self, relation)
  local target = model.types[relation.target]
  local parameters = model.parameters(relation.condition, self.id)
  local item = { sql = relation.condition, parameters = parameters, costly = relation.costly }
  if relation.many then
    return collection.new(corpus, target, { item }, declaration.name .. "." .. relation.name)
  end
  local sql = ("select %s from %s where %s"):format(target.select, target.name, item.sql)
  return corpus.store:rows(sql, parameters, corpus.metatables[target.name])[1]
end

local function fetch_lines(corpus, self, derived)
  local rows = corpus.store:rows(derived.lines, model.parameters(derived.lines, self.id))
  for i, row in ipairs(rows) do rows[i] = row.text end
  return table.concat(rows, "\n")
end

local function fetch(corpus, declaration, self, member)
  if member.target then return fetch_relation(corpus, declaration, self, member) end
  if member.lines then return fetch_lines(corpus, self, member) end
  return member.value(self)
end

--- The metatable of a corpus's records of one type.
---@param corpus table
---@param declaration policy.model.type
---@return table metatable
function record.metatable(corpus, declaration)
  local kept = setmetatable({}, { __mode = "k" })
  local metatable = { __name = "policy." .. declaration.name, declaration = declaration, corpus = corpus }

  function metatable.__index(self, name)
    local member = declaration.member[name]
    if not member then return nil end
    local values = kept[self]
    if not values then
      values = {}
      kept[self] = values
    end
    local value = values[name]
    if value == nil then
      value = fetch(corpus, declaration, self, member)
      values[name] = value == nil and ABSENT or value
    end
    return value ~= ABSENT and value or nil
  end

  function metatable.__eq(a, b)
    return getmetatable(a) == getmetatable(b) and a.id == b.id
  end

  metatable.__tostring = declaration.tostring
  return metatable
end

--- The type of a record: nil for anything else.
---@param value any
---@return string? name
function record.type(value)
  local metatable = type(value) == "table" and getmetatable(value)
  return metatable and type(metatable) == "table" and metatable.declaration and metatable.declaration.name or nil
end

--- Raises unless `value` is a record of type `name` in `corpus`.
---@param where string
---@param value any
---@param name string
---@param corpus table
function record.check(where, value, name, corpus)
  if record.type(value) ~= name then
    misuse.raise("%s must be a policy.%s, not %s", where, name, misuse.describe(value))
  end
  if getmetatable(value).corpus ~= corpus then misuse.raise("%s is a record of another corpus", where) end
end

return record
