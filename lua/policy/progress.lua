--- A progress bar for a terminal: one line, redrawn in place, at most ten times a second.
local terminal = require("policy.terminal")

local progress = {}

local Bar = {}
local methods = {}
Bar.__name = "policy.progress"
Bar.__index = methods

local INTERVAL = 0.1
--- Left alone at the right edge: a terminal that is written to its last column may wrap.
local MARGIN = 1
local BAR_WIDTH = 20
local NARROW_BAR_WIDTH = 8
local ROOMY = 100
local EIGHTHS = { "▏", "▎", "▍", "▌", "▋", "▊", "▉" }
local CLEAR = "\r\27[K"

---@class policy.ProgressOptions
---@field stream { write: function, flush: function } where it is drawn
---@field columns fun(): integer? width of the terminal, asked anew each time
---@field clock? fun(): number seconds

---A bar; nothing is drawn before the first `update`.
---@param options policy.ProgressOptions
function progress.new(options)
  local clock = options.clock or terminal.clock
  return setmetatable({
    stream = options.stream,
    columns = options.columns,
    clock = clock,
    started = clock(),
    drawn = -math.huge,
    visible = false,
  }, Bar)
end

local function bar_text(share, width)
  local eighths = math.floor(share * width * 8)
  local full, part = eighths // 8, eighths % 8
  local text = ("█"):rep(full) .. (part > 0 and EIGHTHS[part] or "")
  return text .. ("░"):rep(width - full - (part > 0 and 1 or 0))
end

---Seconds as 0:07, 12:34 or 1:02:03.
---@param seconds number
---@return string
function progress.duration(seconds)
  local whole = math.floor(seconds + 0.5)
  local hours, minutes = whole // 3600, whole // 60 % 60
  if hours > 0 then
    return ("%d:%02d:%02d"):format(hours, minutes, whole % 60)
  end
  return ("%d:%02d"):format(minutes, whole % 60)
end

local function rate_text(amount)
  return amount < 10 and ("%.1f"):format(amount) or ("%.0f"):format(amount)
end

---The share that is done, by bytes where they are known: files differ more in size than in what a byte costs.
local function done_share(state)
  if state.total_bytes and state.total_bytes > 0 then
    return state.bytes / state.total_bytes
  end
  return state.total > 0 and state.done / state.total or 0
end

local function details(state, elapsed)
  local parts = { ("%d/%d files"):format(state.done, state.total) }
  if elapsed > 0 and state.done > 0 then
    if state.bytes then
      parts[#parts + 1] = rate_text(state.bytes / 1e6 / elapsed) .. " MB/s"
    end
    parts[#parts + 1] = rate_text(state.done / elapsed) .. " files/s"
    local share = done_share(state)
    if share > 0 and share < 1 then
      parts[#parts + 1] = progress.duration(elapsed * (1 - share) / share) .. " left"
    end
  end
  return parts
end

---The line for a state of the import; parts that do not fit are left out, the file's name is cut from its beginning.
---@param state { done: integer, total: integer, file?: string, bytes?: integer, total_bytes?: integer }
---@param elapsed number seconds
---@param columns integer
---@return string
function progress.line(state, elapsed, columns)
  local room = columns - MARGIN
  local share = math.min(done_share(state), 1)
  local line = bar_text(share, room >= ROOMY and BAR_WIDTH or NARROW_BAR_WIDTH) .. (" %3d%%"):format(share * 100 // 1)
  for _, part in ipairs(details(state, elapsed)) do
    if terminal.width(line) + 2 + #part > room then
      return (terminal.fit(line, room))
    end
    line = line .. "  " .. part
  end
  local left = room - terminal.width(line) - 2
  if state.file and left > 8 then
    line = line .. "  " .. terminal.fit_end(terminal.printable(state.file), left)
  end
  return (terminal.fit(line, room))
end

---Takes the state of the import and draws it, unless that was done a moment ago.
---@param state { done: integer, total: integer, file?: string, bytes?: integer, total_bytes?: integer }
function methods:update(state)
  local now = self.clock()
  if now - self.drawn < INTERVAL then
    return
  end
  local columns = self.columns()
  if columns then
    self.drawn, self.visible = now, true
    self.stream:write(CLEAR, progress.line(state, now - self.started, columns))
    self.stream:flush()
  end
end

---Takes the bar off the screen, so that what follows stands on a clean line.
function methods:finish()
  if self.visible then
    self.visible, self.drawn = false, -math.huge
    self.stream:write(CLEAR)
    self.stream:flush()
  end
end

---Seconds since the bar was made.
function methods:elapsed()
  return self.clock() - self.started
end

return progress
