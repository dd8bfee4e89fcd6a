--- The terminal: its width, its colours, and text cut to fit it.
local core = require("policy.core")

local terminal = {}

--- What stands for text that was cut away; one column wide.
terminal.ellipsis = "…"

local DESCRIPTOR = { [io.stdin] = 0, [io.stdout] = 1, [io.stderr] = 2 }
local CHARACTER = "[\0-\x7F\xC0-\xFF][\x80-\xBF]*"
--- No line of a terminal needs more bytes a column than this; it bounds the work on a paragraph of many megabytes.
local BYTES_PER_COLUMN = 64

local codes = { bold = "\27[1m", dim = "\27[2m", match = "\27[1;31m", error = "\27[31m", plain = "\27[0m" }

---Display width of `text` in columns: wide characters count two, combining ones none.
---@param text string
---@return integer
function terminal.width(text)
  return core.width(text)
end

---The width of the terminal behind one of the three standard streams.
---@param stream file*
---@return integer? columns nil where the stream is no terminal
function terminal.columns(stream)
  local descriptor = DESCRIPTOR[stream]
  return descriptor and core.terminal(descriptor)
end

---Whether escape sequences are understood and wanted on `stream`.
---@param stream file*
---@return boolean
function terminal.has_colours(stream)
  local no_color = os.getenv("NO_COLOR")
  return terminal.columns(stream) ~= nil and terminal.moves() and (no_color == nil or no_color == "")
end

---Whether the terminal can move its cursor (a dumb one only writes on).
---@return boolean
function terminal.moves()
  return os.getenv("TERM") ~= "dumb"
end

---A function that wraps text in the named style, or hands it back as it is where there shall be no colours.
---@param wanted boolean
---@return fun(style: "bold"|"dim"|"match"|"error", text: string): string
function terminal.painter(wanted)
  if not wanted then
    return function(_, text)
      return text
    end
  end
  return function(style, text)
    return text == "" and text or codes[style] .. text .. codes.plain
  end
end

---`text` in at most `columns` columns, its end cut away and marked by an ellipsis where it is longer.
---@param text string
---@param columns integer
---@return string text, integer width
function terminal.fit(text, columns)
  local bound = columns * BYTES_PER_COLUMN
  local whole = #text <= bound
  local head = whole and text or text:sub(1, bound)
  local width = core.width(head)
  if whole and width <= columns then
    return text, width
  elseif columns < 1 then
    return "", 0
  end
  local kept, used = 0, 0
  for start, character, finish in head:gmatch("()(" .. CHARACTER .. ")()") do
    local wide = core.width(character)
    if used + wide > columns - 1 then
      return head:sub(1, start - 1) .. terminal.ellipsis, used + 1
    end
    kept, used = finish - 1, used + wide
  end
  return head:sub(1, kept) .. terminal.ellipsis, used + 1
end

---Like `fit`, but what is cut away is the beginning: the end of a path says more.
---@param text string
---@param columns integer
---@return string text, integer width
function terminal.fit_end(text, columns)
  local width = core.width(text)
  if width <= columns then
    return text, width
  elseif columns < 1 then
    return "", 0
  end
  for start, character in text:gmatch("()(" .. CHARACTER .. ")") do
    if width <= columns - 1 then
      return terminal.ellipsis .. text:sub(start), width + 1
    end
    width = width - core.width(character)
  end
  return terminal.ellipsis, 1
end

---`text` made safe for one line of a terminal: a document's control characters must not act on it.
---@param text string
---@return string
function terminal.printable(text)
  if text:find("[%c\xC2]") then
    text = text:gsub("%c", " "):gsub("\xC2[\x80-\x9F]", " ")
  end
  return text
end

---Waits until `stream` has input; false when Ctrl-C came first.
---@param stream file*
---@return boolean
function terminal.await(stream)
  return core.await(DESCRIPTOR[stream] or 0)
end

---`pcall` that Ctrl-C ends with the error "interrupted".
---@param f function
---@return boolean ok, any ...
function terminal.call(f, ...)
  return core.interruptible(f, ...)
end

---Seconds since some moment in the past, never going back.
---@return number
function terminal.clock()
  return core.clock()
end

return terminal
