--- Errors of the caller, raised at the caller's line.
--
-- The line is that of the innermost function outside this library, however many of ours, or of Lua's own iterators and
-- metamethods, stand between: no function here counts levels.

local folder = debug.getinfo(1, "S").source:match("^(.*)misuse%.lua$")

local function ours(source)
  return source:sub(1, #folder) == folder and not source:find("/", #folder + 1, true)
end

local function caller()
  local level = 2
  local info = debug.getinfo(level, "Sl")
  while info and (info.currentline < 0 or ours(info.source)) do
    level = level + 1
    info = debug.getinfo(level, "Sl")
  end
  return info and ("%s:%d: "):format(info.short_src, info.currentline) or ""
end

local misuse = {}

--- Raises `message`, formatted with what follows, at the caller's line.
---@param message string
---@param ... any
function misuse.raise(message, ...)
  error(caller() .. message:format(...), 0)
end

--- What a value is: a record's or userdata's own name, else its Lua type.
local function type_of(value)
  local metatable = getmetatable(value)
  local name = type(metatable) == "table" and rawget(metatable, "__name")
  return type(name) == "string" and type(value) ~= "string" and name or type(value)
end

--- A value in an error message: "nil", "a string", "a policy.section".
---@param value any
---@return string
function misuse.describe(value)
  return value == nil and "nil" or "a " .. type_of(value)
end

--- Raises unless `value` is of the Lua type `expected`.
---@param where string      Function and argument: "policy.open: path".
---@param value any
---@param expected string
function misuse.check(where, value, expected)
  if type(value) ~= expected then
    misuse.raise("%s must be a %s, not %s", where, expected, misuse.describe(value))
  end
end

--- Raises unless `value` can be the path of a file.
---@param where string
---@param value any
function misuse.path(where, value)
  misuse.check(where, value, "string")
  if value == "" or value:find("\0", 1, true) then
    misuse.raise("%s must be a path, not %q", where, value)
  end
end

--- Raises for an option that is unknown or of the wrong type. Gives an empty table for nil.
---@param where string                       Name of the function.
---@param options table?
---@param valid table<string, string>        Lua type by option name.
---@return table options
function misuse.options(where, options, valid)
  if options == nil then return {} end
  misuse.check(where .. ": options", options, "table")
  for name, value in pairs(options) do
    if not valid[name] then
      misuse.raise("%s: unknown option '%s' (valid: %s)", where, tostring(name), misuse.names(valid))
    end
    misuse.check(("%s: option '%s'"):format(where, name), value, valid[name])
  end
  return options
end

--- The keys of a table in alphabetical order, for a message that lists what is valid.
---@param map table<string, any>
---@return string
function misuse.names(map)
  local names = {}
  for name in pairs(map) do names[#names + 1] = name end
  table.sort(names)
  return table.concat(names, ", ")
end

return misuse
