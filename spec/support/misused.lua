-- Runs an action that misuses the library and gives the error's message; the place in front of it has to be a line of
-- the action itself, as with any error of the caller.
return function(action)
  local ok, message = pcall(action)
  if ok then error("nothing was raised", 2) end
  local place = debug.getinfo(action, "S")
  local file, line, text = tostring(message):match("^(.-):(%d+): (.*)$")
  line = tonumber(line)
  if file ~= place.short_src or line < place.linedefined or line > place.lastlinedefined then
    error(("raised elsewhere than at %s:%d: %s"):format(place.short_src, place.linedefined, tostring(message)), 2)
  end
  return text
end
