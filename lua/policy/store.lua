--- The store as the other modules read it: rows in, or an error at the caller's line.
--
-- Reading a corpus that was opened does not fail in a correct program; where it does (the corpus was closed, the disk
-- is broken), there is no place for `nil, message` in `#c` or `section.parent`, so it is raised.

local core = require "policy.core"
local misuse = require "policy.misuse"

local store = {}
store.__index = store

--- Opens a store. `mode` is "rw" or "r".
---@param path string
---@param mode string
---@return table? store
---@return string? message
---@return string? code
function store.open(path, mode)
  local handle, message, code = core.open(path, mode)
  if not handle then return nil, message, code end
  return setmetatable({ handle = handle }, store)
end

--- The core's own handle, for what may fail and says so. Raises when the corpus is closed.
function store:alive()
  if self.handle:closed() then misuse.raise("corpus is closed") end
  return self.handle
end

local function result(value, message)
  if value == nil and message then misuse.raise("%s", message) end
  return value
end

function store:rows(sql, parameters, metatable)
  return result(self:alive():rows(sql, parameters, metatable))
end

function store:records(sql, parameters, metatable)
  return self:alive():records(sql, parameters, metatable)
end

function store:column(sql, parameters)
  return result(self:alive():column(sql, parameters))
end

function store:value(sql, parameters)
  return result(self:alive():value(sql, parameters))
end

function store:changes()
  return result(self:alive():changes())
end

return store
