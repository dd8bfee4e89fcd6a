-- Import: which files are taken, what is replaced, skipped, refused, undone.

local folder = require("folder")
local lfs = require("lfs")
local misused = require("misused")
local policy = require("policy")
local sample = require("sample")
local shell = require("shell")

local path, corpus

local function write(name, text, age) return folder.write(path .. "/" .. name, text or sample.care, age) end

-- The stored files, without the folder, in the order of import.
local function files()
  local list = {}
  for i, document in ipairs(corpus.documents) do
    list[i] = document.file:sub(1, #path + 1) == path .. "/" and document.file:sub(#path + 2) or document.file
  end
  return list
end

local function counts(summary)
  return { summary.files, summary.imported, summary.replaced, summary.unchanged, #summary.failed }
end

before_each(function()
  path = folder.make()
  corpus = assert(policy.open(":memory:"))
end)

after_each(function()
  corpus:close()
  folder.remove(path)
end)

describe("sources", function()
  it("are folders with all below them, sorted, text files only", function()
    write("b.txt")
    write("a/2.md")
    write("a/10.TXT")
    write("a/b/c.markdown")
    write("c.text")
    write("d.pdf")
    write("txt")
    local summary = assert(corpus:import(path))
    assert.same({ "a/10.TXT", "a/2.md", "a/b/c.markdown", "b.txt", "c.text" }, files())
    assert.same({ 5, 5, 0, 0, 0 }, counts(summary))
  end)

  it("are files of other names where these are named", function()
    local page = write("page.html")
    write("notes.asc")
    write("a.txt")
    assert(corpus:import({ page, path }, { extensions = { ".asc" } }))
    assert.same({ "page.html", "notes.asc" }, files())
  end)

  it("are taken once, however often and by whatever name they are named", function()
    write("a/x.txt")
    assert(lfs.link(path .. "/a/x.txt", path .. "/a/y.txt", true))
    local before = lfs.currentdir()
    local summary = assert(corpus:import({ path .. "/a/x.txt", path .. "//a/./x.txt", path, path .. "/a/" }))
    assert.equal(before, lfs.currentdir())
    assert.same({ "a/x.txt" }, files())
    assert.equal(1, summary.files)
    assert.equal(3, summary.repeated)
  end)

  it("may be folders that hold themselves", function()
    write("a/x.txt")
    assert(lfs.link(path, path .. "/a/again", true))
    assert(lfs.link(path .. "/a", path .. "/b", true))
    assert(corpus:import(path))
    assert.same({ "a/x.txt" }, files())
  end)

  it("are not left out silently", function()
    write("a.txt")
    assert(lfs.link(path .. "/nowhere", path .. "/broken.txt", true))
    shell.check(shell.line("mkfifo", path .. "/pipe.txt"))
    local summary = assert(corpus:import(path))
    assert.same({ 3, 1, 0, 0, 2 }, counts(summary))
    local codes = {}
    for _, failure in ipairs(summary.failed) do codes[failure.file:match("[^/]*$")] = failure.code end
    assert.same({ ["broken.txt"] = "ENOENT", ["pipe.txt"] = "EINVAL" }, codes)
  end)

  it("keep their path as given, without what says nothing", function()
    write("a/x.txt")
    write("b/y.txt")
    local here = lfs.currentdir()
    assert(lfs.chdir(path))
    local ok, summary = pcall(corpus.import, corpus, { "./a//x.txt", ".", "../" .. path:match("[^/]*$") .. "/b" })
    assert(lfs.chdir(here))
    assert.truthy(ok and summary, summary)
    assert.same({ "a/x.txt", "b/y.txt" }, files())
  end)

  it("raise where they are no strings", function()
    assert.equal("corpus:import: sources must be a string or a list of strings, not nil",
      misused(function() corpus:import() end))
    assert.equal("corpus:import: sources is an empty list", misused(function() corpus:import({}) end))
    assert.equal("corpus:import: sources[2] must be a string, not a number",
      misused(function() corpus:import({ "a", 2 }) end))
    assert.truthy(misused(function() corpus:import("a\0b") end):find("sources[1] must be a path", 1, true))
    assert.equal("corpus:import: unknown option 'extension' (valid: extensions, on_progress)",
      misused(function() corpus:import("a", { extension = {} }) end))
    assert.equal("corpus:import: option 'on_progress' must be a function, not a boolean",
      misused(function() corpus:import("a", { on_progress = true }) end))
    assert.equal("corpus:import: option 'extensions'[1] must be a string, not a number",
      misused(function() corpus:import("a", { extensions = { 1 } }) end))
  end)
end)

describe("an import", function()
  it("skips what has not changed, and replaces what has", function()
    write("a.txt", sample.care)
    write("b.txt", sample.water)
    local summary = assert(corpus:import(path))
    assert.same({ 2, 2, 0, 0, 0 }, counts(summary))
    assert.equal(#sample.care + #sample.water, summary.bytes)
    assert.truthy(summary.seconds >= 0 and summary.seconds < 60)

    assert.same({ 2, 0, 0, 2, 0 }, counts(assert(corpus:import(path))))

    local id, other = corpus.documents["a.txt"].id, corpus.documents["b.txt"]
    local sections = #corpus.sections
    write("a.txt", (sample.care:gsub("（二）办好老年大学\n", "")), 50)
    summary = assert(corpus:import(path))
    assert.same({ 2, 0, 1, 1, 0 }, counts(summary))
    assert.equal(id, corpus.documents["a.txt"].id)
    assert.equal(sections - 1, #corpus.sections)
    assert.equal(0, #corpus.sections { title = "办好老年大学" })
    assert.equal(0, #corpus:search("办好老年大学"):totable())
    assert.equal(other, corpus.documents["b.txt"])
    assert.equal(2, #corpus.documents)
  end)

  it("notices a change of the size and a change of the time", function()
    write("a.txt", sample.care, 100)
    assert(corpus:import(path))
    write("a.txt", sample.care .. "完。\n", 100)
    assert.same({ 1, 0, 1, 0, 0 }, counts(assert(corpus:import(path))))
    write("a.txt", sample.care .. "尾。\n", 90)
    assert.same({ 1, 0, 1, 0, 0 }, counts(assert(corpus:import(path))))
    assert.same({ 1, 0, 0, 1, 0 }, counts(assert(corpus:import(path))))
  end)

  it("looks again at a file that was written just before", function()
    write("a.txt", sample.care, 0)
    assert(corpus:import(path))
    assert.same({ 1, 0, 1, 0, 0 }, counts(assert(corpus:import(path))))
  end)

  it("goes on past what it cannot read, and says what and why", function()
    write("a.txt", sample.care)
    write("b.txt", "一、总则\0\n")
    write("c.txt", sample.water)
    local summary = assert(corpus:import({ path, path .. "/none.txt" }))
    assert.same({ 4, 2, 0, 0, 2 }, counts(summary))
    local bad, none = summary.failed[1], summary.failed[2]
    assert.equal(path .. "/b.txt", bad.file)
    assert.equal("EILSEQ", bad.code)
    assert.equal(12, bad.byte)
    assert.is_string(bad.message)
    assert.equal(path .. "/none.txt", none.file)
    assert.equal("ENOENT", none.code)
    assert.is_nil(none.byte)
    assert.same({ "a.txt", "c.txt" }, files())
  end)

  it("leaves what an earlier one made of a file that is refused now", function()
    write("a.txt", sample.care)
    assert(corpus:import(path))
    write("a.txt", "\0", 50)
    assert.same({ 1, 0, 0, 0, 1 }, counts(assert(corpus:import(path))))
    assert.equal("湖滨市养老服务发展规划", corpus.documents[1].title)
    assert.same({ 1, 0, 0, 0, 1 }, counts(assert(corpus:import(path))))
  end)

  it("keeps documents whose files are gone", function()
    write("a.txt")
    write("b.txt")
    assert(corpus:import(path))
    os.remove(path .. "/a.txt")
    assert(corpus:import(path))
    assert.same({ "a.txt", "b.txt" }, files())
  end)

  it("tells its progress after each file that was read", function()
    for i = 1, 5 do write(i .. ".txt") end
    write("3.txt", "\0")
    local calls = {}
    local function on_progress(done, total, file)
      calls[#calls + 1] = ("%d/%d %s"):format(done, total, file:match("[^/]*$"))
    end
    assert(corpus:import(path, { on_progress = on_progress }))
    assert.same({ "1/5 1.txt", "2/5 2.txt", "3/5 3.txt", "4/5 4.txt", "5/5 5.txt" }, calls)
    calls = {}
    assert(corpus:import(path, { on_progress = on_progress }))
    assert.same({ "1/1 3.txt" }, calls)
  end)

  it("is undone by an error of on_progress, which is passed on", function()
    write("a.txt", sample.care)
    assert(corpus:import(path))
    write("a.txt", sample.water, 50)
    write("b.txt", sample.water)
    local reason = { "stop" }
    local function stop(done)
      if done == 2 then error(reason) end
    end
    local ok, raised = pcall(corpus.import, corpus, path, { on_progress = stop })
    assert.is_false(ok)
    assert.equal(reason, raised)
    assert.same({ "a.txt" }, files())
    assert.equal("湖滨市养老服务发展规划", corpus.documents[1].title)
    assert.equal(0, #corpus:search("节水优先"):totable())
    assert.same({ 2, 1, 1, 0, 0 }, counts(assert(corpus:import(path))))
  end)

  it("cannot be begun within another one", function()
    write("a.txt")
    assert.truthy(misused(function()
      corpus:import(path, { on_progress = function() corpus:import(path) end })
    end):find("under way"))
    assert.equal(0, #corpus.documents)
  end)

  it("survives the corpus being closed under it", function()
    write("a.txt")
    write("b.txt")
    assert.equal("corpus is closed", misused(function()
      corpus:import(path, { on_progress = function() corpus:close() end })
    end))
  end)

  it("may be run in a coroutine that waits", function()
    write("a.txt")
    write("b.txt")
    local work = coroutine.wrap(function()
      return corpus:import(path, { on_progress = function(done) coroutine.yield(done) end })
    end)
    assert.equal(1, work())
    assert.equal(2, work())
    assert.same({ 2, 2, 0, 0, 0 }, counts(work()))
  end)

  it("is undone when its coroutine is given up", function()
    write("a.txt")
    local work = coroutine.create(function()
      return corpus:import(path, { on_progress = function(done) coroutine.yield(done) end })
    end)
    assert(coroutine.resume(work))
    assert.truthy(coroutine.close(work))
    assert.equal(0, #corpus.documents)
    assert.same({ 1, 1, 0, 0, 0 }, counts(assert(corpus:import(path))))
  end)

  it("reads standard input", function()
    local interpreter = assert(lfs.symlinkattributes("/proc/self/exe", "target"))
    write("a.txt")
    local program = write("program.lua", [[
      local corpus <close> = assert(require("policy").open(":memory:"))
      local summary = assert(corpus:import("-"))
      print(summary.imported, corpus.documents[1].source, corpus.sections[1].title)]])
    local paths = ("LUA_PATH='%s' LUA_CPATH='%s' "):format(package.path, package.cpath)
    local output = shell.check(paths .. shell.line(interpreter, program) .. " < " .. shell.line(path .. "/a.txt"))
    assert.equal("1\t-:1:1\t总体要求\n", output)
  end)
end)

describe("corpus:remove", function()
  before_each(function()
    write("a.txt", sample.care)
    write("b.txt", sample.water)
    assert(corpus:import(path))
  end)

  it("removes a document with all that belongs to it", function()
    assert.is_true(corpus:remove(corpus.documents["a.txt"]))
    assert.same({ "b.txt" }, files())
    assert.equal(#corpus.documents[1].sections, #corpus.sections)
    assert.equal(#corpus.documents[1].paragraphs, #corpus.paragraphs)
    assert.equal(0, #corpus:search("老人"):totable())
    assert.equal(1, #corpus:search("节水优先"):totable())
  end)

  it("finds it by its keys", function()
    assert.is_true(corpus:remove("湖滨市节约用水办法"))
    assert.is_true(corpus:remove(path .. "/a.txt"))
    assert.equal(0, #corpus.documents)
  end)

  it("answers for one that is not there, or not one only", function()
    local done, message, code = corpus:remove("c.txt")
    assert.is_nil(done)
    assert.equal("no document is called 'c.txt'", message)
    assert.equal("ENOENT", code)
    write("c.txt", sample.water)
    assert(corpus:import(path))
    done, message, code = corpus:remove("湖滨市节约用水办法")
    assert.is_nil(done)
    assert.truthy(message:find("name the file"))
    assert.equal("AMBIGUOUS", code)
    local document = corpus.documents["a.txt"]
    assert.is_true(corpus:remove(document))
    done, message, code = corpus:remove(document)
    assert.is_nil(done)
    assert.is_string(message)
    assert.equal("ENOENT", code)
  end)

  it("raises for anything that is no document of the corpus", function()
    local other <close> = sample.corpus({ ["a.txt"] = sample.care })
    assert.equal("corpus:remove: document must be a policy.document, not a policy.section",
      misused(function() corpus:remove(corpus.sections[1]) end))
    assert.equal("corpus:remove: document is a record of another corpus",
      misused(function() corpus:remove(other.documents[1]) end))
    assert.equal("corpus:remove: document must be a policy.document, not nil", misused(function() corpus:remove() end))
  end)
end)
