#include "heading.h"
#include "mark.h"
#include "person.h"
#include "title.h"

/* What one line says of itself comes first, what its neighbours say second. */

/* Longest titles, in characters: of a heading alone, of a run-in heading, of a plain line. */
#define ALONE_LIMIT 60u
#define SENTENCE_LIMIT 45u
#define PLAIN_LIMIT 42u
/* What stands behind 1.强化领导 or 目标: on the same line must be longer than this to be its text. */
#define TEXT_LEAST 12u

/* {== Candidates ============================================================ */

/* A doubtful line is a run-in heading where those beside it are: its first sentence tells a figure. */
typedef enum Verdict { VERDICT_NONE, VERDICT_LIST, VERDICT_DOUBTFUL, VERDICT_HEADING, VERDICT_RUNIN } Verdict;

typedef struct Candidate {
    Line *line;
    Verdict verdict;
    Span title;
    uint32_t class;  /* of its mark */
    size_t previous; /* the item before it in its group, NO_CANDIDATE for the first */
} Candidate;

#define NO_CANDIDATE SIZE_MAX

/* 1.目标任务:到2025年…… and 1、强化领导　各级……: a colon or a wide space parts a short title from its text. */
static bool parted_title(const Lines *lines, const Line *line, Span *title) {
    const Span span = {line->sentence.start, line->span.end};
    uint32_t count = 0;
    size_t length;
    for (uint32_t at = span.start; at < span.end && count <= 20; at += (uint32_t)length, count++) {
        const uint32_t code = span_character(lines->text, at, span.end, &length), narrow = character_narrow(code);
        if (narrow == ',' || code == 0x3002 || narrow == ';' || code == 0x300A || code == 0x201C) return false;
        const bool wide = code == 0x3000 || (code == ' ' && lines->text->bytes[at + 1] == ' ');
        if ((narrow != ':' && !wide) || count < 2) continue;
        *title = (Span){span.start, at};
        if (span_is(lines, *title, LEXICON_LABEL) || span_is(lines, *title, LEXICON_FIELD_LABEL) ||
            span_ends(lines, *title, LEXICON_SPEECH, NULL))
            return false;
        return span_length(lines->text, span_trim(lines->text, (Span){at + (uint32_t)length, span.end})) > TEXT_LEAST;
    }
    return false;
}

static bool is_long_form(MarkForm form) {
    return form == MARK_PART || form == MARK_CHAPTER || form == MARK_CHAPTER_SECTION || form == MARK_HAN ||
           form == MARK_HAN_PAREN || form == MARK_MARKDOWN || form == MARK_BOX || form == MARK_ATTACHMENT;
}

/* 第五条【适用范围】……, 1.【立法目的】……, 第五条（适用范围）: the title is what stands in brackets behind the mark. */
static bool bracketed_title(const Lines *lines, const Line *line, Span *title) {
    const Span behind = {line->sentence.start, line->span.end};
    const uint32_t first = character_narrow(span_first(lines->text, behind));
    if (first != 0x3010 && !(first == '(' && line->mark.form == MARK_ARTICLE)) return false;
    const uint32_t close = span_find(lines->text, behind, first == '(' ? ')' : 0x3011);
    if (close == behind.end || close - behind.start > 90) return false;
    size_t length;
    (void)span_character(lines->text, close, behind.end, &length);
    *title = (Span){behind.start, close + (uint32_t)length};
    return true;
}

/* 谁能缴?怎么缴? is a title with its signs; a question with text behind it is put to somebody. */
static Verdict judge_question(const Line *line, Span *title) {
    const uint32_t last = character_narrow(line->last);
    if (line->characters > SENTENCE_LIMIT || (last != '?' && last != '!')) return VERDICT_LIST;
    *title = (Span){line->sentence.start, line->span.end};
    return VERDICT_HEADING;
}

/* A numbered line by itself: whether its first sentence could be a title. */
static Verdict judge_numbered(const Lines *lines, const Line *line, Span *title) {
    if (line->sentence.start >= line->span.end) return VERDICT_NONE;
    const bool parted = parted_title(lines, line, title);
    if (parted && (line->more || line->sentence_characters > 25)) return VERDICT_RUNIN;
    *title = line->sentence;
    const uint32_t last = character_narrow(line->last);
    if (last == ';' || (!line->more && (last == ',' || last == 0x3001))) return VERDICT_LIST;
    if (line->sentence_end == 0xFF1B || line->sentence_end == ';') return VERDICT_LIST;
    if (line->sentence_end == 0xFF1F || line->sentence_end == '?') return judge_question(line, title);
    if (bracketed_title(lines, line, title)) return title->end == line->span.end ? VERDICT_HEADING : VERDICT_RUNIN;
    if (line->more) {
        if (line->sentence_characters > SENTENCE_LIMIT || line->commas > 3) return VERDICT_LIST;
        return span_tells_figure(lines, line->sentence, line->commas > 0) ? VERDICT_DOUBTFUL : VERDICT_RUNIN;
    }
    if (!line->sentence_end) return line->sentence_characters <= ALONE_LIMIT ? VERDICT_HEADING : VERDICT_LIST;
    const uint32_t limit = is_long_form(line->mark.form) ? SENTENCE_LIMIT : 36;
    return line->sentence_characters <= limit ? VERDICT_HEADING : VERDICT_LIST;
}

/* 第三条 opens an article, whose text is no title; only 第三条【适用范围】 and 第三条 适用范围 alone have one. */
static Verdict judge_article(const Lines *lines, const Line *line, Span *title) {
    const Span behind = line->sentence;
    *title = (Span){line->mark.number.end, line->mark.number.end};
    if (behind.start >= behind.end) return VERDICT_HEADING;
    if (bracketed_title(lines, line, title)) return title->end == line->span.end ? VERDICT_HEADING : VERDICT_RUNIN;
    const bool text = line->sentence_end || line->more || character_narrow(line->last) == ':';
    if (text || line->sentence_characters > 20) return VERDICT_RUNIN;
    *title = behind;
    return VERDICT_HEADING;
}

/* ■ or ● with a short line; with a sentence behind it, it is an item. */
static Verdict judge_symbol(const Lines *lines, const Line *line, Span *title) {
    *title = line->sentence;
    if (line->sentence.start >= line->sentence.end || line_names_person(lines, line)) return VERDICT_NONE;
    /* □ 李明; four characters are rather a title than a name. */
    if (line->sentence_characters <= 3 && span_could_be_name(lines, line->sentence)) return VERDICT_NONE;
    if (line->more || (line->sentence_end && line->sentence_end != 0xFF1F && line->sentence_end != '?'))
        return VERDICT_LIST;
    const uint32_t last = character_narrow(line->last);
    if (last == ',' || last == 0x3001) return VERDICT_LIST;
    return line->sentence_characters <= SENTENCE_LIMIT ? VERDICT_HEADING : VERDICT_LIST;
}

/* 【…】 alone: a heading unless it labels who speaks: 【主持人】, 【记者】. */
static bool is_bracket_heading(const Lines *lines, const Line *line) {
    const uint32_t first = span_first(lines->text, line->span), last = line->last;
    if (!((first == 0x3010 && last == 0x3011) || (first == 0x3016 && last == 0x3017))) return false;
    const Span inner = {line->span.start + 3, line->span.end - 3};
    if (inner.start >= inner.end || line->characters > PLAIN_LIMIT) return false;
    return !span_contains(lines, inner, LEXICON_LABEL, NULL) && !span_could_be_name(lines, inner) &&
           !span_ends(lines, inner, LEXICON_OFFICE, NULL) && span_find(lines->text, inner, ':') == inner.end;
}

/* 市长李明作总结: — a label that sums up closes the exchange above it and so opens a part of its own. */
static bool is_summing_up(const Lines *lines, const Line *line) {
    if (line->mark.form != MARK_NONE || line->characters > 22 || character_narrow(line->last) != ':') return false;
    const Span label = {line->span.start, span_find(lines->text, line->span, ':')};
    return !line->commas && span_ends(lines, label, LEXICON_SUMMING_UP, NULL);
}

/* 存在的问题: — a short line that ends in a colon and announces no list, nor who speaks. */
#define COLON_LIMIT 16u

static bool is_colon_heading(const Lines *lines, const Line *line) {
    if (line->mark.form != MARK_NONE || line->sentence_end || line->commas || line->characters > COLON_LIMIT)
        return false;
    const Span title = {line->span.start, span_find(lines->text, line->span, ':')};
    if (title.end == line->span.end || character_narrow(line->last) != ':' || span_length(lines->text, title) < 3)
        return false;
    return speech_label_end(lines, line->span) == line->span.start && !span_begins(lines, title, LEXICON_LABEL, NULL) &&
           !span_begins(lines, title, LEXICON_FIELD_LABEL, NULL) &&
           !span_begins(lines, title, LEXICON_UNTITLED_BEGINNING, NULL) &&
           !span_ends(lines, title, LEXICON_ANNOUNCEMENT_ENDING, NULL) && !span_tells_figure(lines, title, false) &&
           !span_contains(lines, title, LEXICON_PREDICATE, NULL) && !span_could_be_name(lines, title);
}

enum PlainVariant {
    PLAIN_SINGLE,
    PLAIN_PARTED,
    PLAIN_DASHED,
    PLAIN_BOLD,
    PLAIN_COLON,
    PLAIN_TITLED,
    PLAIN_VARIANTS,
    PLAIN_OUTER
};

static bool ends_in_dash(const Lines *lines, const Line *line) {
    const uint32_t last = line->last;
    return (last == 0x2014 || last == 0x2015) && line->span.end - line->span.start > 9 &&
           lines->text->bytes[line->span.end - 6] == lines->text->bytes[line->span.end - 3];
}

/* 用好存量　盘活增量: two phrases with a space between, which is another form than one phrase. */
static bool is_parted(const Lines *lines, Span span, uint32_t *pieces_found) {
    uint32_t pieces = 1, characters = 0, shortest = UINT32_MAX;
    size_t length;
    for (uint32_t at = span.start; at < span.end; at += (uint32_t)length) {
        if (character_is_blank(span_character(lines->text, at, span.end, &length))) {
            if (characters && characters < shortest) shortest = characters;
            pieces += characters > 0;
            characters = 0;
        } else {
            characters++;
        }
    }
    *pieces_found = pieces;
    return pieces > 1 && shortest >= 3 && characters >= 3;
}

static bool has_han(const Lines *lines, Span span) {
    uint32_t count = 0;
    size_t length;
    for (uint32_t at = span.start; at < span.end && count < 2; at += (uint32_t)length)
        count += character_is_han(span_character(lines->text, at, span.end, &length));
    return count == 2;
}

static bool is_plain_candidate(const Lines *lines, const Line *line) {
    if (!line_is_plain(line) || line->characters < 4 || line->characters > PLAIN_LIMIT) return false;
    const Span span = line->span;
    if (line->commas > 1 || !has_han(lines, span) || span_begins(lines, span, LEXICON_FIELD_LABEL, NULL)) return false;
    if (span_begins(lines, span, LEXICON_UNTITLED_BEGINNING, NULL) || span_tells_figure(lines, span, false))
        return false;
    if (span_could_be_name(lines, span) || line_names_person(lines, line)) return false;
    const uint32_t first = character_narrow(span_first(lines->text, span));
    if (span_ends(lines, span, LEXICON_UNFINISHED_ENDING, NULL)) return false;
    return first != '(' && first != 0x3010 && character_narrow(line->last) != ')' && first != 0x300A &&
           !span_contains(lines, span, LEXICON_REPORTING, NULL);
}

static Verdict judge_unmarked(const Lines *lines, Line *line, Span *title) {
    *title = line->span;
    if (is_bracket_heading(lines, line)) {
        line->mark.form = MARK_BRACKET;
        return VERDICT_HEADING;
    }
    if (line->characters <= 12 && span_is_spaced(lines, line->sentence, LEXICON_HEADING_WORD) && !line->more) {
        line->mark.form = MARK_WORD;
        return VERDICT_HEADING;
    }
    if (is_summing_up(lines, line)) {
        line->mark.form = MARK_WORD;
        return VERDICT_HEADING;
    }
    if (is_colon_heading(lines, line)) {
        line->mark.form = MARK_PLAIN;
        line->mark.variant = PLAIN_COLON;
        return VERDICT_HEADING;
    }
    uint32_t pieces;
    const bool parted = is_parted(lines, line->span, &pieces);
    /* More than three pieces are the cells of a row, not the phrases of a title. */
    if (pieces > 3 || !is_plain_candidate(lines, line)) return VERDICT_NONE;
    /* 一场“圆桌会”:怎么办,坐下来谈 — a colon in the middle, with enough on both sides to be no label. */
    const uint32_t colon = span_find(lines->text, line->span, ':');
    const bool titled = colon < line->span.end;
    if (titled && (span_length(lines->text, (Span){line->span.start, colon}) < 5 ||
                   span_length(lines->text, (Span){colon, line->span.end}) < 6))
        return VERDICT_NONE;
    line->mark.form = MARK_PLAIN;
    line->mark.variant = titled                      ? PLAIN_TITLED
                         : line->bold                ? PLAIN_BOLD
                         : ends_in_dash(lines, line) ? PLAIN_DASHED
                         : parted                    ? PLAIN_PARTED
                                                     : PLAIN_SINGLE;
    return VERDICT_HEADING;
}

static Verdict judge(const Lines *lines, Line *line, Span *title) {
    switch (line->mark.form) {
    case MARK_NONE: return judge_unmarked(lines, line, title);
    case MARK_ARTICLE: return judge_article(lines, line, title);
    case MARK_SYMBOL:
    case MARK_BULLET:
    case MARK_DASH: return judge_symbol(lines, line, title);
    case MARK_MARKDOWN:
        *title = (Span){line->mark.end, line->span.end};
        return title->start < title->end ? VERDICT_HEADING : VERDICT_NONE;
    case MARK_ATTACHMENT:
    case MARK_BOX:
        *title = (Span){line->mark.end, line->span.end};
        return line->more || line->characters > ALONE_LIMIT ? VERDICT_NONE : VERDICT_HEADING;
    default: return judge_numbered(lines, line, title);
    }
}

/* ==} */

/* {== What the neighbours say =============================================== */

typedef struct Candidates {
    const Lines *lines;
    Candidate *items;
    size_t count;
    MarkClasses classes;
    uint32_t markdown, numbered, decimals, bare_han, tight_articles; /* how many lines carry such marks */
    uint32_t totals[MARK_CLASS_LIMIT];                               /* how many candidates a class has */
} Candidates;

static const Line *lines_end(const Candidates *candidates) {
    return candidates->lines->items + candidates->lines->count;
}

/* Furniture and captions lie between lines without parting them. */
static bool is_passed_over(const Line *line) {
    return line->kind == PARAGRAPH_FURNITURE || line->kind == PARAGRAPH_CAPTION;
}

static const Line *line_behind(const Candidates *candidates, const Line *line) {
    do line++;
    while (line < lines_end(candidates) && is_passed_over(line));
    return line < lines_end(candidates) ? line : NULL;
}

static const Line *line_before(const Candidates *candidates, const Line *line) {
    while (line > candidates->lines->items)
        if (!is_passed_over(--line)) return line;
    return NULL;
}

/* Whether text, a table or a deeper mark stands between this candidate and the next of its class. */
static bool has_body(const Candidates *candidates, const Candidate *candidate) {
    if (candidate->verdict == VERDICT_RUNIN || candidate->verdict == VERDICT_DOUBTFUL) return true;
    const Line *next = line_behind(candidates, candidate->line);
    return next && next->kind != PARAGRAPH_DATELINE &&
           !(next->mark.form == candidate->line->mark.form && next->mark.variant == candidate->line->mark.variant);
}

/* Forms that authors use for lists as often as for headings. */
static bool is_list_form(MarkForm form) {
    return form == MARK_ARABIC || form == MARK_ARABIC_PAREN || form == MARK_ARABIC_CLOSE || form == MARK_CIRCLED ||
           form == MARK_LETTER || form == MARK_BULLET || form == MARK_SYMBOL || form == MARK_BARE || form == MARK_DASH;
}

/* The items of one list: a class's candidates up to where its numbers start again. */
typedef struct Group {
    bool open, semicolon;
    size_t last; /* candidate */
    uint32_t size, sentences, doubts, bodies;
} Group;

/*
** A group is a list, not headings, when most of its items are sentences, when they end in semicolons, or when, in a form
** used for lists, nothing stands between them: what follows the last item need not belong to it.
*/
static void close_group(Candidates *candidates, Group *group) {
    if (!group->open) return;
    const Candidate *last = &candidates->items[group->last];
    const bool last_holds = has_body(candidates, last);
    const bool bare = group->size == 1 ? !last_holds : group->bodies == last_holds;
    /* A lone 2. goes on from what was read as something else: 附件:1.……. */
    const Mark *mark = &last->line->mark;
    const bool lone = group->size == 1 && mark->ordinal != 1 && (mark->ordinal || candidates->totals[last->class] == 1);
    const bool listed = is_list_form(mark->form) ? bare || lone : bare && group->size >= 3;
    const bool dropped = (group->sentences + group->doubts) * 2 > group->size || group->semicolon || listed;
    for (size_t index = group->last; index != NO_CANDIDATE; index = candidates->items[index].previous) {
        Verdict *verdict = &candidates->items[index].verdict;
        if (dropped)
            *verdict = VERDICT_NONE;
        else if (*verdict == VERDICT_DOUBTFUL)
            *verdict = VERDICT_RUNIN;
    }
    *group = (Group){0};
}

static void join_group(Candidates *candidates, Group *group, size_t index) {
    Candidate *candidate = &candidates->items[index];
    candidate->previous = group->open ? group->last : NO_CANDIDATE;
    group->open = true;
    group->last = index;
    group->size++;
    group->sentences += candidate->verdict == VERDICT_LIST;
    group->doubts += candidate->verdict == VERDICT_DOUBTFUL;
    group->bodies += has_body(candidates, candidate);
    group->semicolon |= character_narrow(candidate->line->last) == ';';
}

/* A mark that counts nothing (■) has its list ended by a heading that encloses it. */
static void close_enclosed(Candidates *candidates, Group *groups, const Candidate *candidate) {
    for (uint32_t class = 0; class < candidates->classes.count; class ++) {
        const Mark *mark = &candidates->classes.items[class];
        if (groups[class].open && !candidates->items[groups[class].last].line->mark.ordinal &&
            candidate->line->mark.form < mark->form && candidate->verdict != VERDICT_NONE)
            close_group(candidates, &groups[class]);
    }
}

static bool is_grouped(MarkForm form) {
    return form != MARK_MARKDOWN && form != MARK_ARTICLE && form != MARK_PLAIN && form != MARK_WORD &&
           form != MARK_BRACKET && form != MARK_BOX && form != MARK_ATTACHMENT;
}

static void decide_groups(Candidates *candidates) {
    Group groups[MARK_CLASS_LIMIT] = {{0}};
    for (size_t index = 0; index < candidates->count; index++) {
        Candidate *candidate = &candidates->items[index];
        close_enclosed(candidates, groups, candidate);
        if (candidate->verdict == VERDICT_NONE || !is_grouped(candidate->line->mark.form)) continue;
        Group *group = &groups[candidate->class];
        const uint32_t ordinal = candidate->line->mark.ordinal;
        if (group->open && ordinal && ordinal <= candidates->items[group->last].line->mark.ordinal)
            close_group(candidates, group);
        join_group(candidates, group, index);
    }
    for (uint32_t class = 0; class < candidates->classes.count; class ++) close_group(candidates, &groups[class]);
    for (size_t index = 0; index < candidates->count; index++)
        if (candidates->items[index].verdict == VERDICT_LIST) candidates->items[index].verdict = VERDICT_NONE;
}

/* Whether 附件1:…… has its text below it; before a signature or a further item it only announces what is attached. */
static bool holds_attachment(const Candidates *candidates, const Candidate *candidate) {
    const Line *next = line_behind(candidates, candidate->line);
    return next && next->mark.form != MARK_ATTACHMENT && next->kind != PARAGRAPH_DATELINE;
}

static bool stands_in_context(const Candidates *candidates, const Candidate *candidate, bool in_article) {
    const Mark *mark = &candidate->line->mark;
    /* Inside an article (一) and 1. list its cases. */
    if (in_article && (mark->form == MARK_HAN_PAREN || is_list_form(mark->form))) return false;
    /* 1 总则 is a heading where 1.1 follows; else the 1 is any number. One 一 总则 alone may be anything. */
    if (mark->form == MARK_BARE) return candidates->decimals >= 2;
    if (mark->form == MARK_HAN && mark->variant) return candidates->bare_han >= 2;
    /* 第一条规定的……: one line may begin with an article that it cites, three in a row do not. */
    if (mark->form == MARK_ARTICLE && mark->variant) return candidates->tight_articles >= 3;
    return mark->form != MARK_ATTACHMENT || !mark->variant || holds_attachment(candidates, candidate);
}

static void decide_by_context(Candidates *candidates) {
    bool in_article = false;
    for (size_t index = 0; index < candidates->count; index++) {
        Candidate *candidate = &candidates->items[index];
        const MarkForm form = candidate->line->mark.form;
        if (candidate->verdict == VERDICT_NONE) continue;
        if (!stands_in_context(candidates, candidate, in_article))
            candidate->verdict = VERDICT_NONE;
        else if (form == MARK_ARTICLE)
            in_article = true;
        else if (form <= MARK_CHAPTER_SECTION && form != MARK_PLAIN && form != MARK_WORD)
            in_article = false;
    }
}

/* A plain line is a heading where a sentence has ended above it, and text or a further heading begins below. */
static bool stands_as_heading(const Candidates *candidates, const Candidate *candidate) {
    const Line *before = line_before(candidates, candidate->line);
    const Line *behind = line_behind(candidates, candidate->line);
    if (!behind || (before && !line_ends_whole(before))) return false;
    if (behind->kind == PARAGRAPH_TABLE || behind->mark.form != MARK_NONE) return true;
    if (behind->kind == PARAGRAPH_DATELINE) return false;
    if (character_narrow(behind->last) == ')') return true; /* 某党派省委会(李明代表发言) */
    /* In OCR a paragraph is broken into lines, each longer than a title. */
    if (behind->characters > candidate->line->characters + 4) return true;
    return behind->sentence_end || line_names_person(candidates->lines, behind) ||
           character_narrow(behind->last) == ':';
}

#define PLAIN_CHAIN_LIMIT 3u

/* Names, places or posts below each other are a roster: as headings, at most three plain lines stand together. */
static void drop_rosters(Candidates *candidates) {
    size_t chain = 0;
    for (size_t index = 0; index <= candidates->count; index++) {
        const Candidate *candidate = &candidates->items[index];
        const bool plain =
            index < candidates->count && candidate->line->mark.form == MARK_PLAIN && candidate->verdict != VERDICT_NONE;
        const bool linked = plain && chain && candidate->line == candidates->items[index - 1].line + 1;
        if (!linked) {
            if (chain > PLAIN_CHAIN_LIMIT)
                for (size_t back = index - chain; back < index; back++) candidates->items[back].verdict = VERDICT_NONE;
            chain = 0;
        }
        chain += plain;
    }
}

/*
** Plain headings come in numbers: one short line by itself may be anything. In a document in Markdown only **bold** ones
** count, since its author marks headings.
*/
static void decide_plain(Candidates *candidates) {
    uint32_t found[PLAIN_VARIANTS] = {0}, total = 0;
    drop_rosters(candidates);
    for (size_t index = 0; index < candidates->count; index++) {
        Candidate *candidate = &candidates->items[index];
        if (candidate->line->mark.form != MARK_PLAIN || candidate->verdict == VERDICT_NONE) continue;
        const uint32_t variant = candidate->line->mark.variant;
        const bool stands =
            stands_as_heading(candidates, candidate) && !(candidates->markdown >= 2 && variant != PLAIN_BOLD);
        if (!stands) candidate->verdict = VERDICT_NONE;
        if (stands) found[variant]++;
        total += stands;
    }
    for (size_t index = 0; index < candidates->count; index++) {
        Candidate *candidate = &candidates->items[index];
        if (candidate->line->mark.form != MARK_PLAIN || candidate->verdict == VERDICT_NONE) continue;
        const bool by_form = candidates->numbered >= 3 || candidate->line->mark.variant >= PLAIN_COLON;
        const uint32_t alike = by_form ? found[candidate->line->mark.variant] : total;
        if (alike < 2) candidate->verdict = VERDICT_NONE;
    }
}

/*
** 主题发言 over 让老街留住烟火气, 自由发言 over 把展馆办到社区: plain lines of one form, some of which stand right over
** others. Those that do are a form of their own, if it is no chance.
*/
static void part_outer_plain(Candidates *candidates) {
    for (int pass = 0, found = 0; pass < 2; pass++) {
        for (size_t index = 0; index + 1 < candidates->count; index++) {
            const Candidate *inner = &candidates->items[index + 1];
            Mark *mark = &candidates->items[index].line->mark;
            if (mark->form != MARK_PLAIN || candidates->items[index].verdict == VERDICT_NONE) continue;
            if (inner->verdict == VERDICT_NONE || inner->line->mark.form != MARK_PLAIN) continue;
            if (inner->line->mark.variant != mark->variant) continue;
            if (line_behind(candidates, candidates->items[index].line) != inner->line) continue;
            found++;
            if (pass == 1) mark->variant = PLAIN_OUTER;
        }
        if (found < 2) return;
    }
}

/* 附件1 by itself is the number of the title on the line below it. */
static void join_attachments(Candidates *candidates) {
    for (size_t index = 0; index < candidates->count; index++) {
        Candidate *candidate = &candidates->items[index];
        if (candidate->line->mark.form != MARK_ATTACHMENT || candidate->title.start < candidate->title.end) continue;
        Line *title = candidate->line + 1;
        if (title == lines_end(candidates) || title->kind != PARAGRAPH_TEXT || title->more || title->sentence_end ||
            (title->mark.form != MARK_NONE && title->mark.form != MARK_PLAIN) || title->characters > ALONE_LIMIT)
            continue;
        candidate->line->kind = PARAGRAPH_TITLE;
        title->mark = candidate->line->mark;
        candidate->line = title;
        candidate->title = title->span;
        candidate->verdict = VERDICT_HEADING;
        if (index + 1 < candidates->count && candidates->items[index + 1].line == title)
            candidates->items[index + 1].verdict = VERDICT_NONE;
    }
}

/* ==} */

static void add_candidate(Candidates *candidates, Line *line) {
    Span title = line->sentence;
    const Verdict verdict = judge(candidates->lines, line, &title);
    if (verdict == VERDICT_NONE) return;
    const MarkForm form = line->mark.form;
    candidates->markdown += form == MARK_MARKDOWN && line->mark.number.start < line->mark.number.end;
    candidates->numbered += form == MARK_HAN || form == MARK_HAN_PAREN || form == MARK_CHAPTER || form == MARK_PART;
    candidates->decimals += form == MARK_DECIMAL;
    candidates->tight_articles += form == MARK_ARTICLE && line->mark.variant;
    candidates->bare_han += form == MARK_HAN && line->mark.variant;
    const uint32_t class = mark_class(&candidates->classes, &line->mark);
    candidates->totals[class]++;
    candidates->items[candidates->count++] =
        (Candidate){.line = line, .verdict = verdict, .title = title, .class = class};
}

bool headings_choose(Lines *lines, Arena *arena) {
    Candidates *candidates = arena_take_array(arena, 1, sizeof *candidates);
    if (!candidates) return false;
    candidates->lines = lines;
    candidates->items = arena_take(arena, (lines->count + 1) * sizeof *candidates->items);
    if (!candidates->items) return false;
    for (size_t index = 0; index < lines->count; index++)
        if (lines->items[index].kind == PARAGRAPH_TEXT) add_candidate(candidates, &lines->items[index]);
    join_attachments(candidates);
    decide_groups(candidates);
    decide_by_context(candidates);
    decide_plain(candidates);
    part_outer_plain(candidates);
    for (size_t index = 0; index < candidates->count; index++) {
        const Candidate *candidate = &candidates->items[index];
        if (candidate->verdict == VERDICT_NONE) continue;
        line_accept(lines, candidate->line, candidate->verdict == VERDICT_RUNIN ? SECTION_RUNIN : SECTION_HEADING,
                    candidate->title);
    }
    return true;
}
