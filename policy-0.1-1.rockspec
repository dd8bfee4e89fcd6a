rockspec_format = "3.0"
package = "policy"
local release, revision = "0.1", "1"
version = release .. "-" .. revision

source = { url = "." }

description = {
  summary = "Chinese policy documents as Lua tables",
  detailed = [[
    Reads plans, digests, inquiries, news and newspaper pages, finds their outline, keeps documents, sections and
    paragraphs in one SQLite file with full-text search, and hands them out as Lua tables. Library and command.
  ]],
}

dependencies = { "lua >= 5.4, < 5.5", "argparse >= 0.7", "dkjson >= 2.5", "luafilesystem >= 1.8" }
test_dependencies = { "busted >= 2.0" }

external_dependencies = {
  SQLITE = { header = "sqlite3.h", library = "sqlite3" },
  UTF8PROC = { header = "utf8proc.h", library = "utf8proc" },
}

build = {
  type = "builtin",
  modules = {
    ["policy.core"] = {
      sources = {
        "csrc/analysis/date.c",
        "csrc/analysis/document.c",
        "csrc/analysis/head.c",
        "csrc/analysis/heading.c",
        "csrc/analysis/layout.c",
        "csrc/analysis/lead.c",
        "csrc/analysis/lexicon.c",
        "csrc/analysis/line.c",
        "csrc/analysis/mark.c",
        "csrc/analysis/nesting.c",
        "csrc/analysis/number.c",
        "csrc/analysis/page.c",
        "csrc/analysis/person.c",
        "csrc/analysis/reader.c",
        "csrc/analysis/title.c",
        "csrc/binding/core.c",
        "csrc/binding/file.c",
        "csrc/binding/lexicon.c",
        "csrc/binding/reading.c",
        "csrc/binding/statement.c",
        "csrc/binding/store.c",
        "csrc/binding/terminal.c",
        "csrc/binding/text.c",
        "csrc/store/connection.c",
        "csrc/store/error.c",
        "csrc/store/match.c",
        "csrc/store/schema.c",
        "csrc/store/statement.c",
        "csrc/store/tokenizer.c",
        "csrc/store/write.c",
        "csrc/text/arena.c",
        "csrc/text/decode.c",
        "csrc/text/fold.c",
        "csrc/text/width.c",
      },
      libraries = { "sqlite3", "utf8proc", "pthread" },
      incdirs = { "$(SQLITE_INCDIR)", "$(UTF8PROC_INCDIR)" },
      libdirs = { "$(SQLITE_LIBDIR)", "$(UTF8PROC_LIBDIR)" },
    },
    policy = "lua/policy/init.lua",
    ["policy.annotations"] = "lua/policy/annotations.lua",
    ["policy.collection"] = "lua/policy/collection.lua",
    ["policy.command"] = "lua/policy/command.lua",
    ["policy.compiled"] = "lua/policy/compiled.lua",
    ["policy.completion"] = "lua/policy/completion.lua",
    ["policy.condition"] = "lua/policy/condition.lua",
    ["policy.corpus"] = "lua/policy/corpus.lua",
    ["policy.help"] = "lua/policy/help.lua",
    ["policy.import"] = "lua/policy/import.lua",
    ["policy.inspect"] = "lua/policy/inspect.lua",
    ["policy.interface"] = "lua/policy/interface.lua",
    ["policy.lexicon"] = "lua/policy/lexicon.lua",
    ["policy.library"] = "lua/policy/library.lua",
    ["policy.misuse"] = "lua/policy/misuse.lua",
    ["policy.model"] = "lua/policy/model.lua",
    ["policy.outlet"] = "lua/policy/outlet.lua",
    ["policy.phrase"] = "lua/policy/phrase.lua",
    ["policy.progress"] = "lua/policy/progress.lua",
    ["policy.record"] = "lua/policy/record.lua",
    ["policy.render"] = "lua/policy/render.lua",
    ["policy.repl"] = "lua/policy/repl.lua",
    ["policy.search"] = "lua/policy/search.lua",
    ["policy.store"] = "lua/policy/store.lua",
    ["policy.terminal"] = "lua/policy/terminal.lua",
    ["policy.view"] = "lua/policy/view.lua",
  },
  install = { bin = { policy = "lua/policy/bin/policy.lua" } },
}

test = { type = "busted" }
