-- Runs busted under whichever interpreter runs this file: Debian's `busted` picks the system's default Lua.
require("busted.runner")({ standalone = false })
