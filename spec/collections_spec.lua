-- Collections: lists that are read by pages, and narrowed in SQL.

local folder = require("folder")
local misused = require("misused")
local policy = require("policy")
local sample = require("sample")

local between, like = policy.between, policy.like

-- A plan with many sections: enough for several pages.
local function long_text(chapters, parts)
  local lines = { "湖滨市园林绿化规划", "" }
  for chapter = 1, chapters do
    lines[#lines + 1] = ("第%d章　第%d项工作"):format(chapter, chapter)
    for part = 1, parts do
      lines[#lines + 1] = ("%d.栽种第%d批树木"):format(part, part)
      lines[#lines + 1] = ("栽好%d号地块的%d种树木，加强养护。"):format(chapter, part)
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

local function ids(list)
  local found = {}
  for i, record in ipairs(list) do found[i] = record.id end
  return found
end

-- What a filter written in Lua leaves of a collection.
local function kept(collection, test)
  local found = {}
  for _, record in pairs(collection) do
    if test(record) then found[#found + 1] = record.id end
  end
  return found
end

describe("a collection", function()
  local corpus
  setup(function()
    corpus = sample.corpus({
      ["long.txt"] = long_text(12, 30), ["care.txt"] = sample.care, ["water.txt"] = sample.water,
    })
  end)
  teardown(function() corpus:close() end)

  it("is the same list by iteration, by index, by ipairs and as a table", function()
    for _, name in ipairs { "documents", "sections", "paragraphs" } do
      local collection = corpus[name]
      local list = collection:totable()
      assert.truthy(#list > (name == "documents" and 2 or 300))
      assert.equal(#list, #collection)
      local count = 0
      for i, record in pairs(collection) do
        count = count + 1
        assert.equal(count, i)
        assert.equal(list[i], record)
      end
      assert.equal(#list, count)
      for i, record in ipairs(collection) do
        assert.equal(list[i].id, record.id)
        count = count - 1
      end
      assert.equal(0, count)
    end
  end)

  it("answers any index in any order", function()
    local list = corpus.paragraphs:totable()
    local paragraphs = corpus.paragraphs {}
    local seed = 7
    for _ = 1, 500 do
      seed = (seed * 1103515245 + 12345) % 0x80000000
      local i = seed % #list + 1
      assert.equal(list[i].id, paragraphs[i].id)
    end
    assert.equal(list[1].id, paragraphs[1.0].id)
    for _, nothing in ipairs { 0, -1, #list + 1, 1.5, math.maxinteger, math.mininteger } do
      assert.is_nil(paragraphs[nothing])
    end
    assert.is_nil(paragraphs[true])
    assert.is_nil(paragraphs.anything)
  end)

  it("is in document order", function()
    local last = 0
    for _, section in pairs(corpus.documents["long.txt"].sections) do
      assert.truthy(section.line >= last)
      last = section.line
    end
  end)

  it("leaves nothing behind when an iteration is broken off", function()
    local seen = 0
    for i in pairs(corpus.sections) do
      seen = seen + 1
      if i == 3 then break end
    end
    assert.equal(3, seen)
    assert.equal(#corpus.sections, #corpus.sections:totable())
  end)

  it("can be iterated twice at once", function()
    local together = 0
    for i, section in pairs(corpus.sections) do
      if i > 20 then break end
      for j, other in pairs(corpus.sections) do
        if other == section then
          assert.equal(i, j)
          together = together + 1
          break
        end
      end
    end
    assert.equal(20, together)
  end)

  it("needs memory for a page, not for all", function()
    collectgarbage()
    collectgarbage()
    local before, most, rows = collectgarbage("count"), 0, 0
    for _ = 1, 4 do
      for _ in pairs(corpus.paragraphs) do
        rows = rows + 1
        if rows % 100 == 0 then
          collectgarbage()
          most = math.max(most, collectgarbage("count") - before)
        end
      end
    end
    assert.truthy(rows > 2500)
    collectgarbage()
    before = collectgarbage("count")
    local list = corpus.paragraphs:totable()
    collectgarbage()
    local all = collectgarbage("count") - before
    assert.truthy(#list > 0 and most < all * 0.75, ("%.0f KB of %.0f KB"):format(most, all))
  end)

  it("shows what it is", function()
    assert.equal("corpus.documents: 3 documents", tostring(corpus.documents))
    assert.equal("corpus.documents{kind=\"none\"}: 0 documents", tostring(corpus.documents { kind = "none" }))
    assert.equal('corpus.sections{level=2, style="runin"}{title=like("%x")}: 0 sections',
      tostring(corpus.sections { style = "runin", level = 2 } { title = like("%x") }))
    local document = corpus.documents["care.txt"]
    assert.truthy(tostring(document.sections):find("^document%.sections: %d+ sections$"))
    local shown = tostring(corpus.sections { document = document })
    assert.truthy(shown:find("{document=document " .. document.id .. "}", 1, true))
    assert.equal("policy.collection", getmetatable(corpus.documents).__name)
  end)

  it("cannot be assigned to", function()
    assert.truthy(misused(function() corpus.documents[1] = {} end):find("totable"))
  end)

  it("finds documents by number, title, file and the last part of the path", function()
    local document = corpus.documents["care.txt"]
    assert.equal("湖滨市养老服务发展规划", document.title)
    assert.equal(document, corpus.documents[document.title])
    assert.equal(document, corpus.documents[document.file])
    assert.is_nil(corpus.documents["are.txt"])
    assert.is_nil(corpus.documents["%"])
    assert.is_nil(corpus.documents { title = "湖滨市节约用水办法" } ["care.txt"])
  end)

  it("finds sections by path and title", function()
    local sections = corpus.documents["care.txt"].sections
    local section = sections["办好老年大学"]
    assert.equal(12, section.line)
    assert.equal(section, sections[section.path])
  end)
end)

describe("narrowing", function()
  local corpus, sections, care
  setup(function()
    corpus = sample.corpus({
      ["long.txt"] = long_text(5, 8), ["care.txt"] = sample.care, ["water.txt"] = sample.water,
    })
    sections, care = corpus.sections, corpus.documents["care.txt"]
  end)
  teardown(function() corpus:close() end)

  it("finds what a filter in Lua finds", function()
    local function same(filter, test, none)
      local narrowed = sections(filter)
      local expected = kept(sections, test)
      assert.same(expected, ids(narrowed:totable()))
      assert.equal(#expected, #narrowed)
      assert.same(expected, ids(narrowed))
      assert.equal(none ~= true, #expected > 0, tostring(narrowed))
    end
    same({ level = 1 }, function(s) return s.level == 1 end)
    same({ level = 2.0 }, function(s) return s.level == 2 end)
    same({ title = "总体要求" }, function(s) return s.title == "总体要求" end)
    same({ line = between(3, 9) }, function(s) return s.line >= 3 and s.line <= 9 end)
    same({ line = between(nil, 9) }, function(s) return s.line <= 9 end)
    same({ line = between(9) }, function(s) return s.line >= 9 end)
    same({ title = like("%树木") }, function(s) return s.title ~= nil and s.title:find("树木$") ~= nil end)
    same({ line = { 3, 4, 12 } }, function(s) return s.line == 3 or s.line == 4 or s.line == 12 end)
    same({ line = { 3, between(10, 12) } }, function(s) return s.line == 3 or s.line >= 10 and s.line <= 12 end)
    same({ document = care }, function(s) return s.document == care end)
    same({ document = care.id }, function(s) return s.document == care end)
    same({ document = "care.txt" }, function(s) return s.document == care end)
    same({ document = { title = like("%办法") } }, function(s) return s.document.title:find("办法$") ~= nil end)
    same({ document = { care, corpus.documents["water.txt"] } }, function(s) return s.document.lines < 20 end)
    same({ document = corpus.documents { lines = between(1, 20) } }, function(s) return s.document.lines <= 20 end)
    same({ parent = care.sections[1] }, function(s) return s.parent == care.sections[1] end)
    same({ parent = { level = 1 } }, function(s) return s.parent ~= nil and s.parent.level == 1 end)
    same({ level = 1, document = care }, function(s) return s.level == 1 and s.document == care end)
    same({}, function() return true end)
    same({ level = {} }, function() return false end, true)
    same({ level = 2.5 }, function() return false end, true)
    same({ document = {}, level = 99 }, function() return false end, true)
  end)

  it("narrows what was narrowed", function()
    local expected = kept(sections, function(s) return s.level == 1 and s.document == care and s.line > 5 end)
    assert.truthy(#expected > 0)
    assert.same(expected, ids(sections { level = 1 } { document = care } { line = between(6) }))
    assert.same(expected, ids(care.sections { line = between(6), level = 1 }))
    local by_line = sections { line = between(6) } { line = between(1, 1000) }
    assert.same(expected, ids(by_line { level = 1, document = care }))
  end)

  it("leaves what it narrows as it was", function()
    local before = #sections
    local _ = sections { level = 1 }
    assert.equal(before, #sections)
    local filter = { level = 1 }
    local narrowed = sections(filter)
    local count = #narrowed
    filter.level = 2
    assert.equal(count, #narrowed)
  end)

  it("takes lists of any length", function()
    local lines = {}
    for i = 1, 5000 do lines[i] = i end
    assert.equal(#sections, #sections { line = lines })
    local ranges = {}
    for i = 1, 3000 do ranges[i] = between(i, i) end
    assert.equal(#sections, #sections { line = ranges })
  end)

  it("takes hostile text for text", function()
    for _, text in ipairs { "'", "''; drop table section; --", '"', "%", "\0", "\xFF", "?", "a'b\"c" } do
      assert.equal(0, #sections { title = text })
      assert.is_nil(sections[text])
      assert.equal(0, #sections { document = text })
    end
    assert.equal(3, #corpus.documents)
  end)

  it("finds paragraphs and what holds them by their words", function()
    local hits = kept(corpus.paragraphs, function(p) return p.text:find("老.*人") and p.text:find("每", 1, true) end)
    assert.equal(1, #hits)
    assert.same(hits, ids(corpus.paragraphs { matching = "老 每" }))
    assert.same(hits, ids(corpus.paragraphs { matching = "为本，让每" }))
    assert.same({}, ids(corpus.paragraphs { matching = "为本、让每" }))
    assert.same({}, ids(corpus.paragraphs { matching = "" }))
    local quoted = kept(corpus.paragraphs, function(p) return p.text:find("“", 1, true) end)
    assert.equal(1, #quoted)
    assert.same(quoted, ids(corpus.paragraphs { matching = '"“"' }))
    assert.same({ care.id }, ids(corpus.documents { matching = "老年大学" }))
    local found = ids(sections { matching = "为本，让每" })
    assert.same(kept(sections, function(s) return s.text:find("为本，让每", 1, true) end), found)
    assert.equal(2, #found)
  end)

  it("matches again after the corpus has changed", function()
    local own <close> = assert(policy.open(":memory:"))
    local path = folder.make()
    local narrowed = own.paragraphs { matching = "为本，让每" }
    assert.equal(0, #narrowed)
    assert(own:import(folder.write(path .. "/care.txt", sample.care)))
    folder.remove(path)
    assert.equal(1, #narrowed)
    assert.equal(5, narrowed[1].line)
  end)

  it("finds paragraphs in a section, those of its subsections with them", function()
    local section = care.sections[1]
    local expected = kept(care.paragraphs, function(p) return p.line >= 3 and p.line <= 8 end)
    assert.equal(6, #expected)
    assert.same(expected, ids(section.paragraphs))
    assert.same(expected, ids(corpus.paragraphs { section = section }))
    assert.same(kept(corpus.paragraphs, function(p) return p.section ~= nil and p.section.title == "主要目标" end),
      ids(corpus.paragraphs { section = { title = "主要目标" } }))
  end)

  it("raises the caller's mistakes at the caller's line, with what is valid", function()
    local other <close> = sample.corpus({ ["care.txt"] = sample.care })
    local function message(filter)
      return misused(function() local _ = sections(filter) end)
    end
    assert.equal("corpus.sections: no field 'lvl' (valid: byte, column, document, first_line, id, last_line, level,"
      .. " line, matching, number, parent, path, style, title)", message { lvl = 1 })
    assert.truthy(message { 1 }:find("no field '1'", 1, true))
    assert.truthy(message { children = 1 }:find("no field 'children'", 1, true))
    assert.equal("corpus.sections: field 'level' wants a number, not a string (or a list, policy.between)",
      message { level = "1" })
    assert.equal("corpus.sections: field 'title' wants a string, not a number (or a list, policy.between, policy.like)",
      message { title = 1 })
    assert.truthy(message { level = like("1") }:find("wants a number", 1, true))
    assert.truthy(message { level = between("a") }:find("wants a number", 1, true))
    assert.truthy(message { level = { 1, "2" } }:find("wants a number", 1, true))
    assert.truthy(message { level = { first = 1 } }:find("wants a number, not a table", 1, true))
    assert.equal("corpus.sections: field 'document' wants a policy.document, not a policy.section",
      message { document = sections[1] })
    assert.equal("corpus.sections: field 'document' is a record of another corpus",
      message { document = other.documents[1] })
    assert.truthy(message { document = corpus.sections }:find("wants documents of the same corpus", 1, true))
    assert.truthy(message { document = true }:find("not a boolean", 1, true))
    assert.truthy(message { document = { kin = "plan" } }:find("corpus.sections.document: no field 'kin'", 1, true))
    assert.equal("corpus.sections: field 'matching' must be a string, not a number", message { matching = 1 })
    assert.truthy(misused(function() local _ = sections("x") end):find("narrowed by a table", 1, true))
    assert.truthy(misused(function() local _ = sections(care) end):find("not a policy.document", 1, true))
    local narrowed = sections { level = 1 }
    assert.truthy(misused(function() local _ = narrowed { x = 1 } end):find("corpus.sections{level=1}: no field"))
    assert.truthy(misused(function() between() end):find("first or last"))
    assert.truthy(misused(function() between(1, "2") end):find("number"))
    assert.truthy(misused(function() between({}) end):find("table"))
    assert.truthy(misused(function() like(1) end):find("pattern"))
  end)
end)

describe("a collection of a corpus that changes", function()
  local path
  before_each(function() path = folder.make() end)
  after_each(function() folder.remove(path) end)

  it("counts and lists anew after an import and a removal", function()
    local corpus <close> = assert(policy.open(path .. "/a.db"))
    local documents, sections = corpus.documents, corpus.sections
    assert.equal(0, #documents)
    assert.is_nil(sections[1])
    assert(corpus:import(folder.write(path .. "/care.txt", sample.care)))
    assert.equal(1, #documents)
    assert.equal("总体要求", sections[1].title)
    assert(corpus:remove("care.txt"))
    assert.equal(0, #documents)
    assert.is_nil(sections[1])
  end)

  it("sees what another connection has committed", function()
    local reader <close> = assert(policy.open(path .. "/a.db"))
    local documents, sections = reader.documents, reader.sections { level = 1 }
    assert.equal(0, #documents)
    assert.is_nil(sections[1])
    do
      local writer <close> = assert(policy.open(path .. "/a.db"))
      assert(writer:import(folder.write(path .. "/care.txt", sample.care)))
    end
    assert.equal(1, #documents)
    assert.equal("总体要求", sections[1].title)
    assert.equal("保障措施", sections[#sections].title)
  end)

  it("goes on past what is removed under an iteration over matches", function()
    local corpus <close> = sample.corpus({ ["long.txt"] = long_text(10, 60), ["care.txt"] = sample.care })
    local found = corpus.paragraphs { matching = "加强" }
    local count, seen = #found, 0
    assert.equal(601, count)
    for _ in pairs(found) do
      seen = seen + 1
      if seen == 1 then assert(corpus:remove("long.txt")) end
    end
    assert.truthy(seen < count and seen > 0)
    assert.equal(1, #found)
  end)

  it("goes on where it was when something is removed under an iteration", function()
    local corpus <close> = assert(policy.open(":memory:"))
    folder.write(path .. "/a.txt", sample.care)
    folder.write(path .. "/b.txt", sample.water)
    assert(corpus:import(path))
    local seen = 0
    for i, document in pairs(corpus.documents) do
      seen = seen + 1
      if i == 1 then assert(corpus:remove(document)) end
    end
    assert.equal(2, seen)
    assert.equal(1, #corpus.documents)
  end)

  -- Who sees an old state of a file may not write to it: the iteration has to give up its view, and takes up again.
  it("goes on behind its last record when this program writes after another one did", function()
    folder.write(path .. "/a.txt", sample.care)
    folder.write(path .. "/b.txt", sample.water)
    local corpus <close> = assert(policy.open(path .. "/a.db"))
    assert(corpus:import { path .. "/a.txt", path .. "/b.txt" })
    local files = {}
    for i, document in pairs(corpus.documents) do
      files[#files + 1] = document.file:match("[^/]+$")
      if i == 1 then
        do
          local other <close> = assert(policy.open(path .. "/a.db"))
          assert(other:import(folder.write(path .. "/c.txt", sample.care)))
        end
        assert(corpus:import(folder.write(path .. "/d.txt", sample.water)))
      end
    end
    assert.same({ "a.txt", "b.txt", "c.txt", "d.txt" }, files)
  end)

  it("lets this program write after another one did, though a loop was left", function()
    folder.write(path .. "/a.txt", sample.care)
    folder.write(path .. "/b.txt", sample.water)
    local corpus <close> = assert(policy.open(path .. "/a.db"))
    assert(corpus:import { path .. "/a.txt", path .. "/b.txt" })
    local step, state, first = pairs(corpus.documents)
    assert.equal(1, (step(state, first)))
    do
      local other <close> = assert(policy.open(path .. "/a.db"))
      assert(other:import(folder.write(path .. "/c.txt", sample.care)))
    end
    assert(corpus:import(folder.write(path .. "/d.txt", sample.water)))
    assert.equal(4, #corpus.documents)
  end)

  it("says so where a query of SQL cannot go on", function()
    folder.write(path .. "/a.txt", sample.care)
    local corpus <close> = assert(policy.open(path .. "/a.db"))
    assert(corpus:import(path .. "/a.txt"))
    assert.has_error(function()
      for _ in corpus:query("select line from paragraph") do
        do
          local other <close> = assert(policy.open(path .. "/a.db"))
          assert(other:import(folder.write(path .. "/c.txt", sample.care)))
        end
        assert(corpus:import(folder.write(path .. "/d.txt", sample.water)))
      end
    end, "the query was ended by a write to the corpus; run it again")
  end)
end)
