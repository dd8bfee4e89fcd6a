--- policy: Chinese policy documents as Lua tables. This is what `require "policy"` returns.

local compiled = require "policy.compiled"
local condition = require "policy.condition"
local core = require "policy.core"
local corpus = require "policy.corpus"
local import = require "policy.import"
local interface = require "policy.interface"
local lexicon = require "policy.lexicon"
local misuse = require "policy.misuse"
local model = require "policy.model"
local store = require "policy.store"

local policy = {
  version = core.version,
  lexicon = lexicon,
  extended = compiled.extended,
  between = condition.between,
  like = condition.like,
  text = { tokens = core.tokens, width = core.width, fold = core.fold },
  help = { types = model.list, functions = interface.functions, tables = interface.tables },
}

---@param path string
---@param options policy.open.options?
---@return policy.corpus? corpus
---@return string? message
---@return string? code
function policy.open(path, options)
  misuse.path("policy.open: path", path)
  options = misuse.options("policy.open", options, { mode = "string", lexicon = "table" })
  local mode = options.mode or "rw"
  if mode ~= "r" and mode ~= "rw" then
    misuse.raise("policy.open: option 'mode' must be 'r' (never writes) or 'rw', not '%s'", mode)
  end
  if options.lexicon then compiled.lexicon(options.lexicon, "policy.open") end
  local opened, message, code = store.open(path, mode)
  if not opened then return nil, message, code end
  return corpus.new(opened, { path = path, mode = mode, lexicon = options.lexicon })
end

-- What a document by itself costs beyond its text: a store in memory with the tables' first pages.
local STORE_KILOBYTES = 256

-- The collector sees a handle of a few bytes where SQLite holds a database: it is made to work as if it saw that.
local function account(size)
  if collectgarbage("isrunning") then collectgarbage("step", STORE_KILOBYTES + size * 4 // 1024) end
end

-- A document without a corpus has one of its own, in memory, that lives as long as its records do.
local function document_of(reading, file)
  local message, code, byte = reading:error()
  if message then
    local place = byte and ("byte %d: "):format(byte) or ""
    return nil, ("%s: %s%s"):format(file, place, message), code
  end
  local opened
  opened, message, code = store.open(":memory:", "rw")
  if not opened then return nil, message, code end
  local ok, id
  ok, message, code = opened.handle:begin()
  if not ok then return nil, message, code end
  id, message, code = opened.handle:write(reading, file)
  if not id then return nil, message, code end
  ok, message, code = opened.handle:commit()
  if not ok then return nil, message, code end
  account(reading:size())
  return corpus.new(opened, { path = ":memory:", mode = "r" }).documents { id = id }[1]
end

---@param text string
---@param options policy.analyze.options?
---@return policy.document? document
---@return string? message
---@return string? code
function policy.analyze(text, options)
  misuse.check("policy.analyze: text", text, "string")
  options = misuse.options("policy.analyze", options, { file = "string", lexicon = "table" })
  local file = options.file or "-"
  misuse.path("policy.analyze: option 'file'", file)
  local reading <close> = core.reading(compiled.lexicon(options.lexicon, "policy.analyze"), text)
  return document_of(reading, file)
end

---@param path string
---@param options policy.read.options?
---@return policy.document? document
---@return string? message
---@return string? code
function policy.read(path, options)
  misuse.path("policy.read: path", path)
  options = misuse.options("policy.read", options, { lexicon = "table" })
  local file = path == "-" and path or import.normalize(path)
  local reading <close> = core.reading_file(compiled.lexicon(options.lexicon, "policy.read"), file)
  return document_of(reading, file)
end

return policy
