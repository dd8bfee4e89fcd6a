#!/usr/bin/env lua5.4
--- The command `policy`: see policy.command.

-- LuaRocks' launcher names its tree only where LuaRocks was left to look after dependencies: so it is found from here.
local tree, version = arg[0]:match("^(.*)/lib/luarocks/rocks%-([%d.]+)/")
if tree then
  local lua, core = ("%s/share/lua/%s/"):format(tree, version), ("%s/lib/lua/%s/"):format(tree, version)
  package.path = ("%s?.lua;%s?/init.lua;%s"):format(lua, lua, package.path)
  package.cpath = ("%s?.so;%s"):format(core, package.cpath)
end

os.exit(require("policy.command").run(arg), true)
