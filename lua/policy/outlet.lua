--- Where the command writes to: a stream that does not lose what it is given silently.
local outlet = {}

local EPIPE = 32

--- Raised to end the command from anywhere: its exit status, and what there is to say.
---@class policy.Stop
---@field status integer
---@field message? string for the errors stream
---@field answer? string for the output stream
local Stop = { __name = "policy.stop" }

local methods = {}
local Outlet = { __name = "policy.outlet", __index = methods }

---Ends the command.
---@param status integer
---@param message? string with the values that follow put in
function outlet.stop(status, message, ...)
  error(setmetatable({ status = status, message = message and message:format(...) }, Stop), 0)
end

---Ends the command with success and a text that was asked for.
---@param text string
function outlet.answer(text)
  error(setmetatable({ status = 0, answer = text }, Stop), 0)
end

---@param failure any
---@return boolean
function outlet.is_stop(failure)
  return getmetatable(failure) == Stop
end

---Ends the command when a write has failed: quietly when the reader has gone (`policy list … | head`).
local function check(done, message, code)
  if not done then
    outlet.stop(code == EPIPE and 0 or 2, code ~= EPIPE and "cannot write: %s" or nil, message)
  end
end

function methods:write(...)
  check(self.stream:write(...))
end

function methods:flush()
  check(self.stream:flush())
end

---@param stream file*
---@return { write: function, flush: function }
function outlet.new(stream)
  return setmetatable({ stream = stream }, Outlet)
end

return outlet
