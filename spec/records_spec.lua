-- Records: plain tables with relations that are fetched at first use.

local json = require("dkjson")
local misused = require("misused")
local policy = require("policy")
local sample = require("sample")

describe("a record", function()
  local corpus, care
  setup(function()
    corpus = sample.corpus({ ["care.txt"] = sample.care, ["water.txt"] = sample.water })
    care = corpus.documents["care.txt"]
  end)
  teardown(function() corpus:close() end)

  it("has plain fields and nothing else, whatever was fetched", function()
    local section = corpus.sections[1]
    local fields = {}
    for name, value in pairs(section) do
      assert.truthy(type(value) == "string" or math.type(value) == "integer", name)
      fields[name] = value
    end
    assert.truthy(section.document and section.children[1] and section.text and section.source)
    for name, value in pairs(section) do
      assert.equal(fields[name], value)
      fields[name] = nil
    end
    assert.is_nil(next(fields))
    assert.is_nil(json.encode(section):find("document", 1, true))
    assert.equal(section.title, json.decode(json.encode(section)).title)
  end)

  it("has nil for what is unknown and for fields that there are not", function()
    assert.is_nil(care.publisher)
    assert.is_nil(care.colour)
    assert.is_nil(care[1])
    assert.is_nil(care.sections[1].parent)
  end)

  it("keeps what it has fetched", function()
    local section = corpus.sections {} [2]
    assert.truthy(rawequal(section.document, section.document))
    assert.truthy(rawequal(section.parent, section.parent))
    assert.truthy(rawequal(section.children, section.children))
    local kept = setmetatable({ section.parent }, { __mode = "v" })
    section = nil -- luacheck: ignore
    collectgarbage()
    collectgarbage()
    assert.is_nil(kept[1])
  end)

  it("equals another one of the same corpus, type and id", function()
    local section = corpus.sections[2]
    assert.equal(section, corpus.sections[2].parent.children[1])
    assert.not_equal(section, corpus.sections[3])
    assert.not_equal(corpus.documents[1], corpus.paragraphs { id = corpus.documents[1].id } [1])
    local document = policy.analyze(sample.care)
    assert.not_equal(document, policy.analyze(sample.care))
  end)

  it("shows itself in one line", function()
    assert.equal(("document %d: 湖滨市养老服务发展规划"):format(care.id), tostring(care))
    local section = care.sections["主要目标"]
    assert.equal(("section %d: %s 主要目标"):format(section.id, section.path), tostring(section))
    for _, paragraph in pairs(corpus.paragraphs) do
      assert.is_nil(tostring(paragraph):find("\n"))
      assert.truthy(utf8.len(tostring(paragraph)) < 70)
    end
    assert.equal("policy.section", getmetatable(section).__name)
    assert.equal("policy.paragraph", getmetatable(corpus.paragraphs[1]).__name)
    assert.equal("policy.document", getmetatable(care).__name)
  end)

  it("knows where it stands, in the file on disk", function()
    local bytes = sample.care
    for _, section in pairs(care.sections) do
      assert.equal(("%s:%d:%d"):format(care.file, section.line, section.column), section.source)
      assert.equal(section.number .. (section.title or ""),
        (bytes:sub(section.byte + 1, section.byte + 200):match("^[^\n]*"):gsub("、", "")))
    end
    for _, paragraph in pairs(care.paragraphs) do
      assert.equal(paragraph.text, bytes:sub(paragraph.byte + 1, paragraph.byte + #paragraph.text))
      assert.equal(("%s:%d:1"):format(care.file, paragraph.line), paragraph.source)
    end
    assert.equal(care.file .. ":1:1", care.source)
  end)

  it("leads from document to sections, paragraphs and text", function()
    assert.equal(#corpus.sections { document = care }, #care.sections)
    assert.equal(14, #care.paragraphs)
    assert.equal((sample.care:gsub("\n\n", "\n"):gsub("\n$", "")), care.text)
    assert.equal(care, care.sections[1].document)
  end)

  it("leads from section to parent, children, paragraphs and text", function()
    local sections = care.sections
    local top = sections { level = 1 }
    assert.equal(3, #top)
    for _, section in pairs(sections) do
      local children = 0
      for _, child in pairs(section.children) do
        children = children + 1
        assert.equal(section, child.parent)
        assert.equal(section.level + 1, child.level)
      end
      assert.equal(children, #sections { parent = section })
      local lines = {}
      for _, paragraph in pairs(section.paragraphs) do
        local around = paragraph.section
        while around and around ~= section do around = around.parent end
        assert.equal(section, around)
        lines[#lines + 1] = paragraph.text
      end
      assert.equal(table.concat(lines, "\n"), section.text)
    end
    assert.equal("二、重点任务\n（一）建好社区食堂\n鼓励餐饮企业开办“长者食堂”，方便就餐。\n"
      .. "（二）办好老年大学\n开设书法、声乐、摄影等课程。", top[2].text)
  end)

  it("leads from a section to its text, not to page furniture or its line in the table of contents", function()
    local own <close> = assert(policy.open(":memory:"))
    assert(own:import("data"))
    local kinds = {}
    for _, paragraph in pairs(own.paragraphs) do
      kinds[paragraph.kind] = (kinds[paragraph.kind] or 0) + (paragraph.section and 1 or 0)
    end
    assert.equal(0, kinds.furniture)
    assert.truthy(kinds.contents > 0)
    for _, section in pairs(own.sections { level = 1 }) do
      for _, paragraph in pairs(section.paragraphs) do
        assert.not_equal("contents", paragraph.kind)
        assert.truthy(paragraph.line >= section.first_line and paragraph.line <= section.last_line)
      end
    end
  end)

  it("leads from paragraph to its innermost section and document", function()
    local paragraph = corpus.paragraphs { matching = "床位" } [1]
    assert.equal("主要目标", paragraph.section.title)
    assert.equal(care, paragraph.document)
    assert.is_nil(care.paragraphs[1].section)
  end)

  it("narrows its relations like any collection", function()
    assert.equal("重点任务", care.sections { level = 1 } [2].title)
    assert.equal("heading", care.paragraphs { line = 3 } [1].kind)
    local message = misused(function() local _ = care.sections { x = 1 } end)
    assert.truthy(message:find("document.sections: no field 'x'", 1, true))
  end)
end)
