# policy: everything a person does with this checkout. `make help` lists the targets.
#
# The core is one Lua module, build/policy/core.so; beside it stands build/bin/policy, the command, which finds the rest
# of the checkout from its own place. A variant (make VARIANT=sanitize) builds the same below build/VARIANT.

# Tools and places: each can be given on the command line, as in `make CC=clang LUA=lua WERROR=`.
LUA = lua5.4
LUA_VERSION = 5.4
LUAROCKS = luarocks
PKG_CONFIG = pkg-config
PREFIX = /usr/local
DESTDIR =
CFLAGS = -O2 -g
WERROR = -Werror

# What the specs, `make accuracy`, `make bench`, `make check` and `make kill` work with.
BUSTED_FLAGS =
DOCUMENTS = data
GOLD = data/gold
STRICT =
BENCH_MEGABYTES = 100
FUZZ_SECONDS = 120
RUNS = 200

# Flags of a package: $(call package,NAMES TO TRY,--cflags or --libs,flags where pkg-config knows none of the names).
package = $(or $(shell for name in $(1); do $(PKG_CONFIG) $(2) $$name 2>/dev/null && break; done),$(3))
LUA_INCDIR = /usr/include/lua$(LUA_VERSION)
LUA_CFLAGS := $(call package,lua$(LUA_VERSION) lua-$(LUA_VERSION),--cflags,-I$(LUA_INCDIR))
LUA_LIBS := $(call package,lua$(LUA_VERSION) lua-$(LUA_VERSION),--libs,-llua$(LUA_VERSION))
SQLITE_CFLAGS := $(call package,sqlite3,--cflags)
SQLITE_LIBS := $(call package,sqlite3,--libs,-lsqlite3)
UTF8PROC_CFLAGS := $(call package,libutf8proc,--cflags)
UTF8PROC_LIBS := $(call package,libutf8proc,--libs,-lutf8proc)

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(WERROR)
COMPILE = $(CC) -std=c11 -fPIC -pthread $(CFLAGS) $(VARIANT_CFLAGS) $(WARNINGS) \
	$(LUA_CFLAGS) $(SQLITE_CFLAGS) $(UTF8PROC_CFLAGS) -MMD -MP
LIBFLAG = -shared -pthread
CORE_LIBS = $(SQLITE_LIBS) $(UTF8PROC_LIBS)

# The variants. Each also gets bin/lua, an interpreter of our own that has the sanitizers' runtime linked in.
SANITIZERS = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
VARIANT =
VARIANTS = strict strict-clang sanitize allocation
ifneq ($(filter-out $(VARIANTS),$(VARIANT)),)
$(error VARIANT=$(VARIANT) is none of: $(VARIANTS))
endif
VARIANT_CFLAGS_sanitize = -O1 $(SANITIZERS)
VARIANT_CFLAGS_allocation = -O1 $(SANITIZERS)
VARIANT_LDFLAGS_sanitize = $(SANITIZERS)
VARIANT_LDFLAGS_allocation = $(SANITIZERS) -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
VARIANT_CFLAGS = $(VARIANT_CFLAGS_$(VARIANT))
VARIANT_LDFLAGS = $(VARIANT_LDFLAGS_$(VARIANT))
BUILD = build$(VARIANT:%=/%)

SOURCES = $(sort $(wildcard csrc/*/*.c))
OBJECTS = $(SOURCES:csrc/%.c=$(BUILD)/object/%.o)
HEADERS = $(wildcard csrc/*.h csrc/*/*.h)
LUA_SOURCES = $(sort $(wildcard lua/policy/*.lua lua/policy/*/*.lua))
CORE = $(BUILD)/policy/core.so
COMMAND = $(BUILD)/bin/policy
# Lua from the checkout, for the programs under spec/support.
RUN_LUA = LUA_PATH='lua/?.lua;lua/?/init.lua;spec/support/?.lua;;' LUA_CPATH='$(BUILD)/?.so;;' $(LUA)

.PHONY: all help deps deps-check deps-bench demo test check accuracy bench kill annotations install clean format host
.DELETE_ON_ERROR:

HELP = deps demo test check accuracy bench kill install annotations clean format deps-check deps-bench

all: $(CORE) $(COMMAND)

help:
	@printf '%-17s%s\n' make 'Builds build/policy/core.so and the command build/bin/policy'
	@for target in $(HELP); do \
	  sed -n "s/^$$target:.*## /$$target|/p" Makefile; done | awk -F '|' '{ printf "make %-12s%s\n", $$1, $$2 }'
	@printf '\nVariables (make NAME=VALUE): CC CFLAGS WERROR= LUA LUA_INCDIR PREFIX DESTDIR VARIANT=sanitize\n'

# ---- Building ----

$(BUILD)/object/%.o: csrc/%.c Makefile
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

$(CORE): $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(LIBFLAG) $(CFLAGS) $(VARIANT_LDFLAGS) -o $@ $(OBJECTS) $(CORE_LIBS)

-include $(OBJECTS:.o=.d) $(wildcard build/support/*.d)

# The command: a few lines of shell that know where Lua files and core are, seen from their own place.
define LAUNCHER
#!/bin/sh
# Runs the policy command from the tree that this file stands in, from any folder and through a link.
here=$$(dirname "$$(readlink -f "$$0")")
LUA_PATH_5_4="$$here/LUA_FOLDER/?.lua;$$here/LUA_FOLDER/?/init.lua;$${LUA_PATH_5_4-$${LUA_PATH-;;}}"
LUA_CPATH_5_4="$$here/CORE_FOLDER/?.so;$${LUA_CPATH_5_4-$${LUA_CPATH-;;}}"
export LUA_PATH_5_4 LUA_CPATH_5_4
exec INTERPRETER "$$here/LUA_FOLDER/policy/bin/policy.lua" "$$@"
endef
export LAUNCHER
# $(call launcher,Lua folder,core folder,interpreter): the folders relative to the command.
launcher = printf '%s\n' "$$LAUNCHER" | sed 's|LUA_FOLDER|$(1)|g; s|CORE_FOLDER|$(2)|; s|INTERPRETER|$(3)|'

UP = ../..$(VARIANT:%=/..)
INTERPRETER = $(if $(VARIANT_LDFLAGS),"$$here/lua",$(LUA))

$(COMMAND): Makefile $(if $(VARIANT_LDFLAGS),$(BUILD)/bin/lua)
	@mkdir -p $(@D)
	$(call launcher,$(UP)/lua,..,$(INTERPRETER)) > $@
	chmod +x $@

$(BUILD)/bin/lua: spec/support/host.c Makefile
	@mkdir -p $(@D)
	$(COMPILE) -MF $(BUILD)/host.d -o $@ $< $(filter-out -Wl%,$(VARIANT_LDFLAGS)) -rdynamic $(LUA_LIBS) $(SQLITE_LIBS) -ldl

host: $(BUILD)/bin/lua

annotations: $(CORE) ## Writes lua/policy/library.lua, what editors complete from, anew from the model
	$(RUN_LUA) lua/policy/annotations.lua > build/library.lua
	mv build/library.lua lua/policy/library.lua

install: all ## Installs module and command below PREFIX (default /usr/local), for packagers below DESTDIR
	for file in $(LUA_SOURCES:lua/%=%); do \
	  install -D -m 644 lua/$$file '$(DESTDIR)$(PREFIX)/share/lua/$(LUA_VERSION)'/$$file || exit 1; done
	install -D -m 755 $(CORE) '$(DESTDIR)$(PREFIX)/lib/lua/$(LUA_VERSION)/policy/core.so'
	install -d '$(DESTDIR)$(PREFIX)/bin'
	$(call launcher,../share/lua/$(LUA_VERSION),../lib/lua/$(LUA_VERSION),$(LUA)) > '$(DESTDIR)$(PREFIX)/bin/policy'
	chmod 755 '$(DESTDIR)$(PREFIX)/bin/policy'

clean: ## Removes everything that was built
	rm -rf build

# ---- Packages ----

PACKAGES = lua5.4 liblua5.4-dev libsqlite3-dev libutf8proc-dev pkg-config lua-argparse lua-dkjson lua-filesystem \
	lua-readline lua-busted luarocks
PACKAGES_CHECK = lua-check valgrind clang clang-format libclang-rt-dev
PACKAGES_BENCH = lua-sql-sqlite3 ripgrep groonga-bin

deps: ## Installs what building, demo and test need (Debian's packages; elsewhere says which)
	@sh spec/support/packages.sh $(PACKAGES)

deps-check: deps ## Installs what `make check` needs besides
	@sh spec/support/packages.sh $(PACKAGES_CHECK)

deps-bench: deps ## Installs the programs that `make bench` compares with
	@sh spec/support/packages.sh $(PACKAGES_BENCH)

# ---- Showing and testing ----

demo: all ## Imports data/ into build/demo.db and shows what is in it
	@LUA='$(LUA)' sh spec/support/demo.sh build/bin/policy build/demo.db

test: all ## Runs the specs
	$(LUA) spec/support/busted.lua --cpath='build/?.so' $(BUSTED_FLAGS)

check: all ## Runs everything that can find a fault: lint, sanitizers, valgrind, failing allocations, fuzzing, kills
	@LUA='$(LUA)' FUZZ_SECONDS='$(FUZZ_SECONDS)' MAKE='$(MAKE)' bash spec/support/check.sh

accuracy: all ## Scores the outline of DOCUMENTS (data) against GOLD (data/gold)
	$(RUN_LUA) spec/support/accuracy.lua '$(COMMAND)' '$(DOCUMENTS)' '$(GOLD)' $(if $(or $(STRICT),$(filter data/gold,$(GOLD))),strict)

bench: all build/support/bench_index ## Measures import, analysis, search and rows beside other programs, on BENCH_MEGABYTES (100)
	$(RUN_LUA) spec/support/bench.lua $(BENCH_MEGABYTES)

kill: all build/support/sound ## Kills RUNS (200) imports at random moments and looks at what they leave
	$(RUN_LUA) spec/support/kill_import.lua '$(COMMAND)' $(RUNS)

format: ## Formats the C files
	clang-format -i $(SOURCES) $(HEADERS) $(wildcard spec/support/*.c)

# Programs of one C file that need no more of the core than its tokenizer: what bench compares an import with, and what
# looks at the corpora that killed imports leave.
TOKENIZER_OBJECTS = $(filter $(BUILD)/object/text/% $(BUILD)/object/store/tokenizer.o,$(OBJECTS))
build/support/%: spec/support/%.c $(TOKENIZER_OBJECTS) Makefile
	@mkdir -p $(@D)
	$(COMPILE) -MF $@.d -o $@ $< $(TOKENIZER_OBJECTS) $(CORE_LIBS)

# Fuzzing has clang's libFuzzer drive decoding and analysis; see spec/support/fuzz_document.c.
FUZZ_SOURCES = spec/support/fuzz_document.c $(wildcard csrc/text/*.c csrc/analysis/*.c)
build/fuzz/document: $(FUZZ_SOURCES) $(HEADERS) Makefile
	@mkdir -p $(@D)
	clang -std=c11 -O1 -g -pthread -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
	  $(UTF8PROC_CFLAGS) -o $@ $(FUZZ_SOURCES) $(UTF8PROC_LIBS)
build/fuzz/lexicon.tsv: lua/policy/lexicon.lua spec/support/fuzz_lexicon.lua
	@mkdir -p $(@D)
	$(RUN_LUA) spec/support/fuzz_lexicon.lua > $@
	$(RUN_LUA) spec/support/fuzz_lexicon.lua dictionary > build/fuzz/words.dict
