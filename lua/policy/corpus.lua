--- The corpus: one file of documents, open.

local collection = require "policy.collection"
local import = require "policy.import"
local misuse = require "policy.misuse"
local model = require "policy.model"
local record = require "policy.record"
local search = require "policy.search"

local corpus = {}

local methods = {}
local metatable = { __name = "policy.corpus" }

--- A corpus on a store that was opened.
---@param store table
---@param fields table     path, mode, lexicon (nil: the one that comes with the library)
---@return policy.corpus
function corpus.new(store, fields)
  local self = { path = fields.path, mode = fields.mode, lexicon = fields.lexicon, store = store, metatables = {} }
  for _, declaration in ipairs(model.list) do
    self.metatables[declaration.name] = record.metatable(self, declaration)
  end
  return setmetatable(self, metatable)
end

---@param sources string|string[]
---@param options policy.import.options?
---@return policy.summary? summary
---@return string? message
---@return string? code
function methods:import(sources, options)
  return import.run(self, sources, options)
end

-- The ids of the documents that a key names; a file's name is no second meaning of a key that is a number or title.
local function named(self, key)
  local declaration = model.types.document
  for _, sql in ipairs(declaration.keys) do
    local statement = ("select id from document where %s order by id limit 2"):format(sql)
    local ids = self.store:column(statement, model.parameters(sql, key))
    if #ids > 0 then return ids end
  end
  return {}
end

local function removal(self, document)
  if type(document) == "string" then
    local ids = named(self, document)
    if #ids == 2 then return nil, ("several documents are called '%s': name the file"):format(document), "AMBIGUOUS" end
    if #ids == 0 then return nil, ("no document is called '%s'"):format(document), "ENOENT" end
    return ids[1]
  end
  record.check("corpus:remove: document", document, "document", self)
  return document.id
end

---@param document policy.document|string
---@return boolean? done
---@return string? message
---@return string? code
function methods:remove(document)
  local handle = self.store:alive()
  local id, message, code = removal(self, document)
  if not id then return nil, message, code end
  return handle:remove(id)
end

---@param query string
---@param options policy.search.options?
---@return policy.hits
function methods:search(query, options)
  return search.new(self, query, options)
end

local function parameters_of(...)
  local parameters = table.pack(...)
  for i = 1, parameters.n do
    local kind = type(parameters[i])
    if kind ~= "string" and kind ~= "number" and kind ~= "boolean" then
      misuse.raise("corpus:query: parameter %d must be a string, number or boolean, not %s", i,
        misuse.describe(parameters[i]))
    end
  end
  parameters.n = nil
  return parameters
end

---@param sql string
---@param ... string|number|boolean
---@return fun(): table<string, string|number>?
function methods:query(sql, ...)
  misuse.check("corpus:query: sql", sql, "string")
  local handle = self.store:alive()
  local packed = table.pack(pcall(handle.query, handle, sql, parameters_of(...)))
  if not packed[1] then misuse.raise("corpus:query: %s", packed[2]) end
  if packed[2] == nil then misuse.raise("corpus:query: %s", packed[3]) end
  return table.unpack(packed, 2, packed.n)
end

function methods:close()
  self.store.handle:close()
end

metatable.__close = methods.close

function metatable:__index(name)
  local method = methods[name]
  if method then return method end
  local declaration = model.collections[name]
  if not declaration then return nil end
  local records = collection.new(self, declaration, {}, "corpus." .. name)
  rawset(self, name, records)
  return records
end

function metatable:__tostring()
  if self.store.handle:closed() then return ("policy.corpus %s: closed"):format(self.path) end
  return ("policy.corpus %s: %s"):format(self.path, tostring(self.documents):match(": (.*)"))
end

return corpus
