--- Compiled lexicons, one for each table of words, as long as somebody holds the table.

local core = require "policy.core"
local misuse = require "policy.misuse"
local own = require "policy.lexicon"

local compiled = {}

local kept = setmetatable({}, { __mode = "k" })

--- The compiled form of a lexicon (nil: the one that comes with the library). Compiling takes longer than opening a
--- corpus, so it is done at the first reading. Raises, naming the word, where one cannot be compiled.
---@param lexicon table?
---@param where string     Name of the function that it was given to.
---@return any
function compiled.lexicon(lexicon, where)
  local argument = lexicon and "option 'lexicon'" or "the library's own lexicon"
  lexicon = lexicon or own
  if not kept[lexicon] then
    local ok, result, message = pcall(core.lexicon, lexicon)
    if not ok or not result then misuse.raise("%s: %s: %s", where, argument, ok and message or result) end
    kept[lexicon] = result
  end
  return kept[lexicon]
end

return compiled
