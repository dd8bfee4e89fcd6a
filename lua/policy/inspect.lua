--- Any Lua table as text that reads like the Lua that would build it, bounded in depth and length.
local inspect = {}

local DEEPEST = 5
local MOST_ENTRIES = 100
local WIDEST = 78

local escapes = { ["\n"] = "\\n", ["\t"] = "\\t", ["\r"] = "\\r", ["\0"] = "\\0", ["\27"] = "\\27" }

local function quote(text)
  local escaped = text:gsub('[\\"]', "\\%0"):gsub("%c", function(character)
    return escapes[character] or ("\\%d"):format(character:byte())
  end)
  return '"' .. escaped .. '"'
end

local function is_name(key)
  return type(key) == "string" and key:find("^[%a_][%w_]*$") ~= nil
end

local function key_order(a, b)
  local type_a, type_b = type(a), type(b)
  if type_a ~= type_b then
    return type_a < type_b
  elseif type_a == "number" or type_a == "string" then
    return a < b
  end
  return tostring(a) < tostring(b)
end

---The keys beyond the list part, in an order that is always the same.
local function other_keys(value, length)
  local keys = {}
  for key in next, value do
    if not (math.type(key) == "integer" and key >= 1 and key <= length) then
      keys[#keys + 1] = key
    end
  end
  table.sort(keys, key_order)
  return keys
end

local write

local function entries(value, depth, seen)
  local length = rawlen(value)
  local parts = {}
  for index = 1, math.min(length, MOST_ENTRIES) do
    parts[index] = write(value[index], depth + 1, seen)
  end
  local keys = other_keys(value, length)
  local room = MOST_ENTRIES - #parts
  for position = 1, math.min(#keys, room) do
    local key = keys[position]
    local name = is_name(key) and key or "[" .. write(key, depth + 1, seen) .. "]"
    parts[#parts + 1] = name .. " = " .. write(rawget(value, key), depth + 1, seen)
  end
  local left = length + #keys - #parts
  if left > 0 then
    parts[#parts + 1] = ("… %d more"):format(left)
  end
  return parts
end

local function layout(parts, depth)
  local total = 2 * depth + 4
  for _, part in ipairs(parts) do
    total = total + #part + 2
    if total > WIDEST or part:find("\n", 1, true) then
      local indent = ("  "):rep(depth + 1)
      return "{\n" .. indent .. table.concat(parts, ",\n" .. indent) .. "\n" .. ("  "):rep(depth) .. "}"
    end
  end
  return #parts == 0 and "{}" or "{ " .. table.concat(parts, ", ") .. " }"
end

---Objects with a text of their own (records, collections) are shown by it, not by all that they hang together with.
local function has_own_text(value)
  local metatable = getmetatable(value)
  return type(metatable) == "table" and metatable.__tostring ~= nil
end

function write(value, depth, seen)
  if type(value) == "string" then
    return quote(value)
  elseif type(value) ~= "table" or has_own_text(value) then
    return tostring(value)
  elseif seen[value] then
    return "<above>"
  elseif depth >= DEEPEST then
    return next(value) == nil and "{}" or "{…}"
  end
  seen[value] = true
  local text = layout(entries(value, depth, seen), depth)
  seen[value] = nil
  return text
end

---@param value any
---@return string
function inspect.text(value)
  return write(value, 0, {})
end

return inspect
