-- What the build leaves, and that nothing of it drifts apart: version, lists of files, symbols.

local score = require("score")
local shell = require("shell")

-- The rockspec as LuaRocks reads it: a Lua file whose globals are its fields.
local function read_rockspec()
  local rockspec = {}
  assert(loadfile("policy-0.1-1.rockspec", "t", rockspec))()
  return rockspec
end

local function lines(text)
  local list = {}
  for line in text:gmatch("[^\n]+") do list[#list + 1] = line end
  return list
end

describe("the version", function()
  it("is the same for C, Lua, the rockspec and the command", function()
    local version = shell.read("csrc/policy.h"):match('#define POLICY_VERSION "([^"]+)"')
    assert.is_string(version)
    assert.equal(version, require("policy").version)
    assert.equal(version, require("policy.core").version)
    assert.equal(version .. "-1", read_rockspec().version)
    assert.equal(1, #shell.find(("policy-%s-1.rockspec"):format(version)))
    assert.equal(version, shell.check("build/bin/policy --version"):match("%d[%d.]*"))
  end)
end)

describe("the core", function()
  it("exports luaopen_policy_core and nothing else", function()
    local symbols = {}
    for _, line in ipairs(lines(shell.check("nm -D --defined-only build/policy/core.so"))) do
      symbols[#symbols + 1] = line:match("%S+$")
    end
    assert.same({ "luaopen_policy_core" }, symbols)
  end)

  it("finds every symbol that it needs when it is loaded", function()
    shell.check([[LD_BIND_NOW=1 LUA_CPATH='build/?.so;;' lua5.4 -e 'require("policy.core")']])
  end)

  it("takes SQLite and utf8proc from the system, never a copy", function()
    local needed = shell.check("readelf -d build/policy/core.so")
    assert.truthy(needed:find("libsqlite3.so", 1, true))
    assert.truthy(needed:find("libutf8proc.so", 1, true))
  end)
end)

describe("the rockspec", function()
  it("compiles every C file", function()
    local sources = read_rockspec().build.modules["policy.core"].sources
    table.sort(sources)
    assert.same(shell.find("csrc -name '*.c'"), sources)
  end)

  it("installs every Lua file under its module name", function()
    local build = read_rockspec().build
    local listed = { build.install.bin.policy }
    for module, path in pairs(build.modules) do
      if type(path) == "string" then
        listed[#listed + 1] = path
        assert.equal("lua/" .. module:gsub("%.", "/"), (path:gsub("%.lua$", ""):gsub("/init$", "")))
      end
    end
    table.sort(listed)
    assert.same(shell.find("lua -name '*.lua'"), listed)
  end)

  it("leaves nothing under lua/ that is no Lua file, since LuaRocks installs all of it", function()
    assert.same({}, shell.find("lua -type f -not -name '*.lua'"))
  end)
end)

describe("the command in build/", function()
  local folder
  setup(function() folder = shell.folder() end)
  teardown(function() shell.remove(folder) end)

  it("runs from any folder and through a link", function()
    local here = shell.check("pwd"):gsub("\n$", "")
    local version = shell.check("build/bin/policy --version")
    assert.equal(version, shell.check(("cd '%s' && '%s/build/bin/policy' --version"):format(folder, here)))
    shell.check(("cd '%s' && ln -s '%s/build/bin/policy' short"):format(folder, here))
    assert.equal(version, shell.check(("cd '%s' && ./short --version"):format(folder)))
  end)
end)

describe("make help", function()
  it("lists every target that a person calls", function()
    local help = shell.check("make -s help")
    local targets = "deps demo test check accuracy bench install clean format"
    for target in targets:gmatch("%S+") do
      assert.truthy(help:find("make " .. target .. " ", 1, true), target)
    end
  end)
end)

describe("make deps", function()
  it("says what to install where there is no apt", function()
    local folder <const> = shell.folder()
    local line = "PATH='%s' /bin/sh spec/support/packages.sh lua5.4 libutf8proc-dev"
    local output, status = shell.run(line:format(folder))
    shell.remove(folder)
    assert.equal(0, status)
    assert.truthy(output:find("lua5.4 libutf8proc-dev", 1, true))
  end)
end)

describe("the scorer of make accuracy", function()
  local gold, exported
  setup(function()
    gold, exported = shell.folder(), shell.folder()
    shell.write(gold .. "/documents.tsv", "file\tkind\ttitle\tdate\na.txt\tplan\t甲方案\t2031-05\n")
    shell.write(gold .. "/sections.tsv", "file\tline\tlevel\tstyle\tnumber\ttitle\tparent_line\n"
      .. "a.txt\t3\t1\theading\t一\t总体要求\t0\na.txt\t5\t2\trunin\t(一)\t目标\t3\na.txt\t6\t3\tlead\t\t守住底线\t5\n")
  end)
  teardown(function()
    shell.remove(gold)
    shell.remove(exported)
  end)

  local function values(documents, sections)
    shell.write(exported .. "/documents.tsv", documents)
    shell.write(exported .. "/sections.tsv", sections)
    local found = {}
    local result = assert(score.folders(gold, exported))
    for _, entry in ipairs(result) do found[entry.kind .. " " .. entry.metric] = entry.value end
    return found, result.misses
  end

  it("gives 1 for the answers themselves, in any order of columns and any width of signs", function()
    local found, misses = values("title\tkind\tfile\tdate\n甲方案\tplan\tdocs/a.txt\t2031-05\n",
      "file\tline\tlevel\tstyle\tnumber\ttitle\tparent_line\na.txt\t3\t1\theading\t一\t总体要求\t0\n"
      .. "a.txt\t5\t2\trunin\t（一）\t目标。\t3\na.txt\t6\t3\tlead\t\t守住底线\t5\nother.txt\t1\t1\theading\t\t无\t0\n")
    for name, value in pairs(found) do assert.equal(1, value, name) end
    assert.same({}, misses)
  end)

  it("counts what is missed, spurious and wrong, and names it", function()
    local found, misses = values("file\tkind\ttitle\tdate\na.txt\tnews\t甲方案\t2031-05\n",
      "file\tline\tlevel\tstyle\tnumber\ttitle\tparent_line\na.txt\t3\t2\theading\t一\t总体要求\t0\n"
      .. "a.txt\t4\t1\theading\t\t多余\t0\n")
    assert.equal(0, found["documents kind"])
    assert.equal(1, found["documents date"])
    assert.equal(0.5, found["sections f1"])
    assert.equal(0, found["sections level"])
    assert.equal(0, found["leads f1"])
    assert.same({ "documents.kind a.txt:", "leads missed a.txt:6 守住底线", "sections missed a.txt:5 目标",
      "sections spurious a.txt:4 多余", "sections.level a.txt:3" }, misses)
  end)
end)
