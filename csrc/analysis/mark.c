#include "mark.h"
#include "cursor.h"

/* No list counts further: 2021年 or 51020 at the start of a line is no mark. */
#define ORDINAL_LIMIT 999u
#define DECIMAL_DEPTH_LIMIT 5u

/* {== Numerals ============================================================== */

static uint32_t han_digit(uint32_t code) {
    static const uint32_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    for (uint32_t digit = 0; digit < 10; digit++)
        if (digits[digit] == code) return digit;
    return UINT32_MAX;
}

/* 十 or 百: what the digit before it is multiplied by. 0 for any other character. */
static uint32_t han_unit(uint32_t code) {
    return code == 0x5341 ? 10 : code == 0x767E ? 100 : 0;
}

static uint32_t han_numeral(const Text *text, uint32_t *at, uint32_t end) {
    uint32_t value = 0, digit = 0, taken = 0;
    size_t length;
    while (*at < end && taken < 8) {
        const uint32_t code = span_character(text, *at, end, &length);
        const uint32_t unit = han_unit(code), next = han_digit(code);
        if (unit) {
            value += (digit || taken ? digit : 1) * unit;
            digit = 0;
        } else if (next != UINT32_MAX) {
            digit = next;
        } else {
            break;
        }
        taken++;
        *at += (uint32_t)length;
    }
    return value + digit;
}

static uint32_t arabic_numeral(const Text *text, uint32_t *at, uint32_t end) {
    uint32_t value = 0;
    size_t length;
    while (*at < end) {
        const uint32_t code = character_narrow(span_character(text, *at, end, &length));
        if (code < '0' || code > '9') break;
        if (value <= ORDINAL_LIMIT) value = value * 10 + (code - '0');
        *at += (uint32_t)length;
    }
    return value;
}

uint32_t mark_numeral(const Text *text, uint32_t *at, uint32_t end) {
    const uint32_t start = *at, value = han_numeral(text, at, end);
    return *at > start ? value : arabic_numeral(text, at, end);
}

/* ==} */

/* {== One reader a form ===================================================== */

static uint32_t peek_narrow(const Cursor *cursor) {
    return character_narrow(cursor_peek(cursor));
}

static uint32_t numeral(Cursor *cursor) {
    return mark_numeral(cursor->text, &cursor->at, cursor->end);
}

static bool is_digit(uint32_t code) {
    return code >= '0' && code <= '9';
}

/* . or ． or 、 or /: authors use all of them behind a number. */
static bool is_point(uint32_t code) {
    return code == '.' || code == 0x3001 || code == 0xFF61 || code == '/';
}

/* Behind the mark may stand white space and Markdown's sign for bold: 1. **加强领导。** */
static Mark made(MarkForm form, uint32_t ordinal, Span number, Cursor *cursor) {
    cursor_skip_blanks(cursor);
    while (cursor_peek(cursor) == '*') cursor_take(cursor);
    return (Mark){.form = form, .ordinal = ordinal, .number = number, .end = cursor->at};
}

static Mark none(const Cursor *cursor) {
    return (Mark){.form = MARK_NONE, .number = {cursor->at, cursor->at}, .end = cursor->at};
}

/* The form that 第…X has by its unit, which may be any of the lexicon's (环节, 板块); MARK_NONE for anything else. */
static MarkForm unit_form(const Lines *lines, Cursor *cursor) {
    LexiconMatch unit;
    if (span_begins(lines, (Span){cursor->at, cursor->end}, LEXICON_ORDINAL_UNIT, &unit)) {
        cursor->at = unit.end;
        return MARK_PART;
    }
    switch (cursor_take(cursor)) {
    case 0x7F16: /* 编 */
    case 0x7BC7: /* 篇 */ return MARK_PART;
    case 0x7AE0: /* 章 */ return MARK_CHAPTER;
    case 0x8282: /* 节 */ return MARK_CHAPTER_SECTION;
    case 0x6761: /* 条 */ return MARK_ARTICLE;
    default: return MARK_NONE;
    }
}

/* What tells 第一条为了…… without a space, as OCR has it: believed only where several articles stand so. */
#define TIGHT_VARIANT 1u

/* 第一条之一: an article that was put in later. */
static void take_inserted(Cursor *cursor) {
    Cursor ahead = *cursor;
    if (cursor_take(&ahead) == 0x4E4B && han_numeral(ahead.text, &ahead.at, ahead.end)) *cursor = ahead; /* 之 */
}

/* 第三章 总则; not 第三章规定的事项: an author puts a space, a bracket or the line's end behind the unit. */
static Mark read_ordinal_unit(const Lines *lines, Cursor cursor) {
    const Cursor start = cursor;
    cursor_take(&cursor);
    const uint32_t ordinal = numeral(&cursor);
    if (!ordinal) return none(&start);
    const MarkForm form = unit_form(lines, &cursor);
    if (form == MARK_NONE) return none(&start);
    if (form == MARK_ARTICLE) take_inserted(&cursor);
    const Span number = {start.at, cursor.at};
    const uint32_t behind = cursor_peek(&cursor);
    const bool point = character_narrow(behind) == ':' || behind == 0x3001;
    const bool apart = !behind || character_is_blank(behind) || behind == 0x3010 || behind == 0xFF08 || behind == '(';
    const bool tight = !point && !apart;
    if (tight && (form == MARK_PART || (form != MARK_ARTICLE && cursor.end - start.at > 120))) return none(&start);
    if (point) cursor_take(&cursor);
    Mark mark = made(form, ordinal, number, &cursor);
    if (tight && form == MARK_ARTICLE) mark.variant = TIGHT_VARIANT;
    return mark;
}

static uint32_t closing_of(uint32_t opening) {
    switch (opening) {
    case '(': return ')';
    case 0x3014: return 0x3015; /* 〔〕 */
    case '[': return ']';
    default: return 0;
    }
}

/* (一) （1） (a); a point behind it belongs to neither number nor title. */
static Mark read_parenthesised(Cursor cursor) {
    const Cursor start = cursor;
    const uint32_t closing = closing_of(character_narrow(cursor_take(&cursor)));
    cursor_skip_blanks(&cursor);
    const bool arabic = is_digit(peek_narrow(&cursor));
    const uint32_t ordinal = numeral(&cursor);
    cursor_skip_blanks(&cursor);
    if (!ordinal || ordinal > ORDINAL_LIMIT || character_narrow(cursor_take(&cursor)) != closing) return none(&start);
    const Span number = {start.at, cursor.at};
    if (is_point(peek_narrow(&cursor))) cursor_take(&cursor);
    return made(arabic ? MARK_ARABIC_PAREN : MARK_HAN_PAREN, ordinal, number, &cursor);
}

/* What tells the bare mark 一　总则 from 一、总则: it is believed only where it comes again. */
#define BARE_VARIANT 1u

/* 一、 一． 一. 一/ and 一 with white space, but not 一是 or 一季度. */
static Mark read_han(Cursor cursor) {
    const Cursor start = cursor;
    const uint32_t ordinal = han_numeral(cursor.text, &cursor.at, cursor.end);
    const Span number = {start.at, cursor.at};
    const bool apart = character_is_blank(cursor_peek(&cursor));
    cursor_skip_blanks(&cursor);
    const uint32_t point = peek_narrow(&cursor);
    if (!ordinal || ordinal > ORDINAL_LIMIT) return none(&start);
    if (!(is_point(point) || point == ':')) {
        if (!apart || !cursor_peek(&cursor)) return none(&start);
        Mark bare = made(MARK_HAN, ordinal, number, &cursor);
        bare.variant = BARE_VARIANT;
        return bare;
    }
    cursor_take(&cursor);
    /* 一、二产业, 三、四级医院: a 、 between numerals counts things together. */
    if (point == 0x3001 && (han_digit(cursor_peek(&cursor)) != UINT32_MAX || han_unit(cursor_peek(&cursor))))
        return none(&start);
    return made(MARK_HAN, ordinal, number, &cursor);
}

/* Behind 1.1 or a bare 1 stands white space or the title at once: 1.1编制目的; 1.3万亿元 and 1.5% are numbers. */
static bool title_follows(const Lines *lines, const Cursor *cursor) {
    const uint32_t code = cursor_peek(cursor);
    if (!code || character_is_blank(code)) return true;
    return character_is_han(code) && !span_begins(lines, (Span){cursor->at, cursor->end}, LEXICON_COUNTED, NULL);
}

static Mark read_decimal(const Lines *lines, Cursor cursor, Cursor start) {
    uint32_t depth = 1, ordinal = 0;
    Cursor behind = cursor;
    while (peek_narrow(&cursor) == '.') {
        cursor_take(&cursor);
        if (!is_digit(peek_narrow(&cursor))) break;
        ordinal = numeral(&cursor);
        depth++;
        behind = cursor;
    }
    if (depth < 2 || depth > DECIMAL_DEPTH_LIMIT || !ordinal || ordinal > 99 || !title_follows(lines, &behind))
        return none(&start);
    Mark mark = made(MARK_DECIMAL, ordinal, (Span){start.at, behind.at}, &behind);
    mark.variant = depth;
    return mark;
}

/* 1. 1、 1) 1 …: which of them the sign behind the digits tells. */
static Mark read_arabic(const Lines *lines, Cursor cursor) {
    const Cursor start = cursor;
    const uint32_t ordinal = numeral(&cursor);
    const Span number = {start.at, cursor.at};
    if (!ordinal || ordinal > ORDINAL_LIMIT) return none(&start);
    Cursor behind = cursor;
    if (cursor_peek(&behind) == '\\') cursor_take(&behind); /* 1\. as converters to Markdown write it */
    const uint32_t sign = character_narrow(cursor_take(&behind));
    if (sign == '/' && is_digit(peek_narrow(&behind))) return none(&start);
    if (sign == '.' && is_digit(peek_narrow(&behind))) return read_decimal(lines, cursor, start);
    if (is_point(sign) || (sign == ':' && !is_digit(peek_narrow(&behind))))
        return made(MARK_ARABIC, ordinal, number, &behind);
    if (sign == ')') return made(MARK_ARABIC_CLOSE, ordinal, (Span){start.at, behind.at}, &behind);
    if (sign != ' ' || ordinal > 30) return none(&start);
    cursor_skip_blanks(&behind);
    const bool titled =
        cursor_peek(&behind) == 0x201C || (character_is_han(cursor_peek(&behind)) && title_follows(lines, &behind));
    if (titled && cursor.text->bytes[start.at] == '0') return made(MARK_ARABIC, ordinal, number, &behind); /* 01 */
    return titled ? made(MARK_BARE, ordinal, number, &behind) : none(&start);
}

/* ① ⑴ ⒈ ㈠: one character that is number and sign at once. */
static Mark read_circled(Cursor cursor) {
    static const struct {
        uint32_t first, last;
        MarkForm form;
    } ranges[] = {{0x2460, 0x2473, MARK_CIRCLED}, {0x2474, 0x2487, MARK_ARABIC_PAREN}, {0x2488, 0x249B, MARK_ARABIC},
                  {0x2776, 0x277F, MARK_CIRCLED}, {0x2780, 0x2789, MARK_CIRCLED},      {0x3220, 0x3229, MARK_HAN_PAREN},
                  {0x2160, 0x216B, MARK_ROMAN}};
    const Cursor start = cursor;
    const uint32_t code = cursor_take(&cursor);
    for (size_t index = 0; index < sizeof ranges / sizeof *ranges; index++) {
        if (code < ranges[index].first || code > ranges[index].last) continue;
        const Span number = {start.at, cursor.at};
        if (is_point(peek_narrow(&cursor))) cursor_take(&cursor);
        return made(ranges[index].form, code - ranges[index].first + 1, number, &cursor);
    }
    return none(&start);
}

/* A. B、 c) A and a space; A1. A2. below them: letters count too. */
static Mark read_letter(Cursor cursor) {
    const Cursor start = cursor;
    const uint32_t letter = character_narrow(cursor_take(&cursor)) | 0x20;
    const bool lettered = !is_digit(peek_narrow(&cursor));
    const uint32_t ordinal = lettered ? letter - 'a' + 1 : numeral(&cursor);
    const Span number = {start.at, cursor.at};
    const uint32_t sign = character_narrow(cursor_take(&cursor));
    if (!(is_point(sign) || sign == ')' || sign == ' ') || !ordinal || ordinal > 99) return none(&start);
    while (character_is_blank(cursor_peek(&cursor))) cursor_take(&cursor);
    if (!character_is_han(cursor_peek(&cursor))) return none(&start);
    Mark mark = made(MARK_LETTER, ordinal, number, &cursor);
    mark.variant = lettered ? 0 : 1;
    return mark;
}

/* 之一 亮点之二: what counts stands behind the word for what is counted. */
static Mark read_one_of(Cursor cursor) {
    const Cursor start = cursor;
    for (uint32_t characters = 0; characters < 4 && cursor_peek(&cursor) != 0x4E4B; characters++) { /* 之 */
        if (!character_is_han(cursor_peek(&cursor))) return none(&start);
        cursor_take(&cursor);
    }
    if (cursor_take(&cursor) != 0x4E4B) return none(&start);
    const uint32_t ordinal = han_numeral(cursor.text, &cursor.at, cursor.end);
    const Span number = {start.at, cursor.at};
    const uint32_t sign = character_narrow(cursor_peek(&cursor));
    if (!ordinal || (sign != ' ' && sign != ':' && !is_point(sign))) return none(&start);
    cursor_take(&cursor);
    Mark mark = made(MARK_LETTER, ordinal, number, &cursor);
    mark.variant = 2;
    return mark;
}

/* Signs that mark headings. ※ and △ stand before notes, so they do not count. */
static bool is_symbol(uint32_t code) {
    return (code >= 0x2580 && code <= 0x25FF && code != 0x25B3 && code != 0x25CF && code != 0x25CB) || code == 0x2605 ||
           code == 0x2606 || code == 0x2756 || code == 0x27A4 || code == 0x2B25 || code == 0x2B24 || code == 0x2714 ||
           code == 0x25CE;
}

static bool is_bullet(uint32_t code) {
    return code == 0x25CF || code == 0x25CB || code == 0x2022 || code == 0xB7 || code == 0x30FB || code == 0x2023;
}

/* ■ or ▶▶▶: a run of one sign is one mark. */
static Mark read_symbol(Cursor cursor) {
    const Cursor start = cursor;
    const uint32_t sign = cursor_take(&cursor);
    while (cursor_peek(&cursor) == sign) cursor_take(&cursor);
    Mark mark = made(is_bullet(sign) ? MARK_BULLET : MARK_SYMBOL, 0, (Span){start.at, cursor.at}, &cursor);
    mark.variant = sign;
    return mark;
}

/* - item, * item: only with a space behind it, as in Markdown; -5 is a number. */
static Mark read_markdown_bullet(Cursor cursor) {
    const Cursor start = cursor;
    const uint32_t sign = cursor_take(&cursor);
    if (!character_is_blank(cursor_peek(&cursor))) return none(&start);
    Mark mark = made(MARK_BULLET, 0, (Span){start.at, start.at + 1}, &cursor);
    mark.variant = sign;
    return mark;
}

static Mark read_dash(Cursor cursor) {
    const Cursor start = cursor;
    const uint32_t sign = cursor_peek(&cursor);
    while (cursor_peek(&cursor) == sign) cursor_take(&cursor);
    return made(MARK_DASH, 0, (Span){start.at, cursor.at}, &cursor);
}

static Mark read_inner(const Lines *lines, Cursor cursor);

/* ## Title, ### ■ Title, ## 一、Title: a mark behind the #s is the number, else they are. */
static Mark read_markdown(const Lines *lines, Cursor cursor) {
    const Cursor start = cursor;
    uint32_t depth = 0;
    while (cursor_peek(&cursor) == '#') {
        cursor_take(&cursor);
        depth++;
    }
    const Span signs = {start.at, cursor.at};
    if (depth > 6 || !character_is_blank(cursor_peek(&cursor))) return none(&start);
    cursor_skip_blanks(&cursor);
    const Mark inner = read_inner(lines, cursor);
    Mark mark = made(MARK_MARKDOWN, inner.ordinal, signs, &cursor);
    mark.variant = depth;
    if (inner.form != MARK_NONE && inner.form != MARK_DASH && inner.form != MARK_BULLET) {
        mark.number = inner.number;
        mark.end = inner.end;
    } else if (inner.form == MARK_DASH) {
        mark.end = inner.end; /* ## ——subtitle */
    }
    return mark;
}

/* 专栏3 …, 附件1：…, 附录A …: the word and its number. A lone 附件 counts too, 附件下载 does not. */
static Mark read_word(const Lines *lines, Cursor cursor, LexiconCategory category, MarkForm form) {
    const Cursor start = cursor;
    LexiconMatch word;
    if (!span_begins(lines, (Span){cursor.at, cursor.end}, category, &word)) return none(&start);
    cursor.at = word.end;
    Cursor behind = cursor;
    cursor_skip_blanks(&behind);
    const uint32_t ordinal = numeral(&behind);
    if (ordinal) cursor = behind;
    const Span number = {start.at, cursor.at};
    const uint32_t sign = character_narrow(cursor_peek(&cursor));
    const bool attached = form == MARK_ATTACHMENT && (sign == ':' || sign == '.' || sign == 0x3001);
    if (sign == ':' || sign == 0x3001 || sign == '.')
        cursor_take(&cursor);
    else if (sign && !character_is_blank(cursor_peek(&cursor)) && !(ordinal && form == MARK_BOX))
        return none(&start);
    if (!attached) return made(form, ordinal, number, &cursor);
    /* 附件:1.…… begins a list of what is attached; 附件1:…… may do no more than announce it, too. */
    Mark mark = made(form, ordinal, number, &cursor);
    mark.variant = 1;
    return is_digit(peek_narrow(&cursor)) ? none(&start) : mark;
}

/* ==} */

static Mark read_inner(const Lines *lines, Cursor cursor) {
    const uint32_t code = cursor_peek(&cursor), narrow = character_narrow(code);
    if (code == 0x7B2C) return read_ordinal_unit(lines, cursor); /* 第 */
    if (closing_of(narrow)) return read_parenthesised(cursor);
    if (is_digit(narrow)) return read_arabic(lines, cursor);
    if (han_digit(code) != UINT32_MAX || han_unit(code)) return read_han(cursor);
    if ((code >= 0x2160 && code <= 0x24FF) || (code >= 0x2776 && code <= 0x2789) || (code >= 0x3220 && code <= 0x3229))
        return read_circled(cursor);
    if (is_symbol(code) || is_bullet(code)) return read_symbol(cursor);
    if (code == 0x2014 || code == 0x2015 || code == 0x2500) return read_dash(cursor);
    if (code == '-' || code == '*') return read_markdown_bullet(cursor);
    if ((narrow | 0x20) >= 'a' && (narrow | 0x20) <= 'z') return read_letter(cursor);
    const Mark box = read_word(lines, cursor, LEXICON_BOX, MARK_BOX);
    if (box.form != MARK_NONE) return box;
    const Mark attachment = read_word(lines, cursor, LEXICON_ATTACHMENT, MARK_ATTACHMENT);
    return attachment.form != MARK_NONE ? attachment : read_one_of(cursor);
}

Mark mark_read(const Lines *lines, Span span) {
    const Cursor cursor = {lines->text, span.start, span.end};
    return cursor_peek(&cursor) == '#' ? read_markdown(lines, cursor) : read_inner(lines, cursor);
}

uint32_t mark_class(MarkClasses *classes, const Mark *mark) {
    for (uint32_t index = 0; index < classes->count; index++)
        if (classes->items[index].form == mark->form && classes->items[index].variant == mark->variant) return index;
    if (classes->count == MARK_CLASS_LIMIT) return MARK_CLASS_LIMIT - 1;
    classes->items[classes->count] = *mark;
    return classes->count++;
}
