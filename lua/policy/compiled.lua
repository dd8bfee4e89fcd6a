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

-- The words of both tables: lists one behind the other, maps with the second one's values where a word is in both.
local function joined(ours, theirs)
  local words = {}
  for key, word in pairs(ours) do words[key] = word end
  for key, word in pairs(theirs) do
    if math.type(key) == "integer" then words[#words + 1] = word else words[key] = word end
  end
  return words
end

--- See policy.extended in policy.interface.
---@param additions table<string, table>
---@return table<string, table>
function compiled.extended(additions)
  misuse.check("policy.extended: additions", additions, "table")
  local lexicon = {}
  for category, words in pairs(own) do lexicon[category] = joined(words, {}) end
  for category, words in pairs(additions) do
    if not own[category] then
      misuse.raise("policy.extended: there is no category '%s' (valid: %s)", tostring(category), misuse.names(own))
    end
    misuse.check(("policy.extended: category '%s'"):format(category), words, "table")
    lexicon[category] = joined(own[category], words)
  end
  return lexicon
end

return compiled
