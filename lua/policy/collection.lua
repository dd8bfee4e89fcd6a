--- Collections: all records of a type, or those that meet conditions, as a list that is read from the store by pages.
--
-- Order is that of the ids. Iteration steps one statement, so that it needs memory for one row. An index looks up its
-- id in a packed list of all ids, so that c[1] and c[#c] cost the same; where the conditions are costly, iteration goes
-- by that list, too. Count and list are kept until the store has changed.

local condition = require "policy.condition"
local misuse = require "policy.misuse"
local model = require "policy.model"

local collection = {}

local PAGE = 256 -- rows that iteration by a list of ids fetches at once
local NEAR = 64 -- rows that an index fetches at once: itself and those around it

local STATE = {} -- the only key of the plain table: no name of a user's can meet it
local metatable = { __name = "policy.collection" }

---@class policy.collection.state
---@field corpus table
---@field declaration policy.model.type
---@field items policy.condition[]
---@field name string         As in `corpus.sections{level=2}`.
---@field stamp any           What store:changes() gave when count and ids were read.
---@field count integer?
---@field ids any             Packed ids of all rows.
---@field pages table<integer, table[]>  Rows around the last indexes.

--- A collection of the records of a type that meet all conditions.
---@param corpus table
---@param declaration policy.model.type
---@param items policy.condition[]
---@param name string
---@return table
function collection.new(corpus, declaration, items, name)
  local state = { corpus = corpus, declaration = declaration, items = items, name = name, pages = {} }
  return setmetatable({ [STATE] = state }, metatable)
end

local function of(self)
  return rawget(self, STATE)
end

local function refresh(state)
  local stamp = state.corpus.store:changes()
  if stamp ~= state.stamp then
    state.stamp, state.count, state.ids, state.pages = stamp, nil, nil, {}
  end
end

-- Runs `select WHAT from TYPE where CONDITIONS and MORE`; the values of MORE follow.
local function run(state, method, what, more, ...)
  local store = state.corpus.store
  local sql, parameters = condition.join(store, state.items)
  for i = 1, select("#", ...) do parameters[#parameters + 1] = (select(i, ...)) end
  local statement = ("select %s from %s where %s %s"):format(what, state.declaration.name, sql, more)
  return store[method](store, statement, parameters, state.corpus.metatables[state.declaration.name])
end

local function count(state)
  refresh(state)
  state.count = state.count or run(state, "value", "count(*)", "")
  return state.count
end

local function all_ids(state)
  refresh(state)
  state.ids = state.ids or run(state, "column", "id", "order by id")
  return state.ids
end

-- The records number `first` to `last` of a list of ids, less those that were removed meanwhile.
local function listed(state, ids, first, last)
  local list = {}
  for i = first, math.min(last, #ids) do list[#list + 1] = ("%d"):format(ids[i]) end
  local declaration = state.declaration
  local statement = ("select %s from %s where id in (%s) order by id"):format(declaration.select, declaration.name,
    table.concat(list, ","))
  return state.corpus.store:rows(statement, {}, state.corpus.metatables[declaration.name])
end

local function page_around(state, index)
  local number = (index - 1) // NEAR
  local rows = state.pages[number]
  if not rows then
    rows = listed(state, state.ids, number * NEAR + 1, (number + 1) * NEAR)
    state.pages = { [number] = rows, [number - 1] = state.pages[number - 1] }
  end
  return rows[index - number * NEAR]
end

local function at(state, index)
  -- Another process may commit between the list and the page: then the row is not the one listed; both are read anew.
  for _ = 1, 3 do
    local id = all_ids(state)[index]
    if not id then return nil end
    local row = page_around(state, index)
    if row and row.id == id then return row end
    state.stamp = nil
  end
end

local function by_key(state, key)
  for _, sql in ipairs(state.declaration.keys) do
    local more = ("and (%s) order by id limit 1"):format(sql)
    local row = run(state, "rows", state.declaration.select, more, table.unpack(model.parameters(sql, key)))[1]
    if row then return row end
  end
end

local function is_costly(state)
  for _, item in ipairs(state.items) do
    if item.costly then return true end
  end
  return false
end

-- Pages by the list of ids. A page all of whose records were removed meanwhile is not the last one.
local function listed_pages(state)
  local ids, first = all_ids(state), 1
  return function()
    local page = {}
    while #page == 0 and first <= #ids do
      page = listed(state, ids, first, first + PAGE - 1)
      first = first + PAGE
    end
    return page
  end
end

local methods = {}

--- All records as a plain list.
---@return table[]
function methods:totable()
  local state = of(self)
  if not is_costly(state) then return run(state, "rows", state.declaration.select, "order by id") end
  local list, next_page = {}, listed_pages(state)
  local page = next_page()
  while #page > 0 do
    table.move(page, 1, #page, #list + 1, list)
    page = next_page()
  end
  return list
end

function metatable:__index(key)
  if math.type(key) == "integer" then return at(of(self), key) end
  if type(key) == "number" and math.tointeger(key) then return at(of(self), math.tointeger(key)) end
  if type(key) ~= "string" then return nil end
  return methods[key] or by_key(of(self), key)
end

function metatable:__newindex()
  misuse.raise("%s cannot be assigned to; totable() gives a list that can", of(self).name)
end

function metatable:__len()
  return count(of(self))
end

local function each_listed(state)
  local next_page, page, size, used, index = listed_pages(state), nil, 0, 0, 0
  return function()
    if used == size then
      page, used = next_page(), 0
      size = #page
      if size == 0 then return nil end
    end
    used, index = used + 1, index + 1
    return index, page[used]
  end
end

function metatable:__pairs()
  local state = of(self)
  state.corpus.store:alive()
  if is_costly(state) then return each_listed(state), self, nil end
  return run(state, "records", state.declaration.select, "and id > ? order by id", math.mininteger), self, nil
end

function metatable:__call(filter)
  local state = of(self)
  if misuse.describe(filter) ~= "a table" then
    misuse.raise("%s is narrowed by a table of fields, not %s (to iterate, use pairs or ipairs)", state.name,
      misuse.describe(filter))
  end
  local items = table.move(state.items, 1, #state.items, 1, {})
  items[#items + 1] = condition.compile(state.corpus, state.declaration, filter, state.name)
  return collection.new(state.corpus, state.declaration, items, state.name .. condition.describe(filter))
end

function metatable:__tostring()
  local state = of(self)
  if state.corpus.store.handle:closed() then return state.name .. ": closed" end
  local number, declaration = count(state), state.declaration
  return ("%s: %d %s"):format(state.name, number, number == 1 and declaration.name or declaration.collection)
end

--- For a filter whose value is a collection: its conditions, or nil unless it is one of that corpus and type.
---@param self table
---@param corpus table
---@param type_name string
---@return policy.condition[]?
function metatable.items(self, corpus, type_name)
  local state = of(self)
  return state.corpus == corpus and state.declaration.name == type_name and state.items or nil
end

--- For completion and rendering: the type whose records a collection holds; nil for anything else.
---@param value any
---@return policy.model.type?
function collection.type(value)
  return getmetatable(value) == metatable and of(value).declaration or nil
end

return collection
