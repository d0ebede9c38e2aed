/* permessage-deflate by zlib; see deflate.h. */
#define _GNU_SOURCE
#include "deflate.h"

#include <stdio.h>
#include <stdlib.h>

#if __has_include(<zlib.h>)
#include <string.h>
#include <zlib.h>

enum { LEVEL = 6, MOST_DIGITS = 16, ROOM = 256 };

/* 7.2.1: every message ends with these, which are not sent. */
static const uint8_t TAIL[4] = {0x00, 0x00, 0xff, 0xff};

struct expander {
    z_stream zlib;
    bool end, keeps_context;
};

static void require(bool done, const char *what) {
    if (done) return;
    fprintf(stderr, "wsload: zlib: %s\n", what);
    exit(2);
}

void deflate_setup(void) {}

bool deflate_accept(const char *value, struct deflate_terms *terms) {
    char line[512];
    size_t length = strcspn(value, "\r");
    if (length >= sizeof line) return false;
    memcpy(line, value, length);
    line[length] = 0;
    *terms = (struct deflate_terms) {.agreed = true, .client_keeps_context = true, .server_keeps_context = true,
                                     .client_window_bits = 15, .server_window_bits = 15};
    char *rest = NULL, *term = strtok_r(line, "; \t", &rest);
    if (!term || strcmp(term, "permessage-deflate")) return false;
    while ((term = strtok_r(NULL, "; \t", &rest))) {
        if (!strcmp(term, "client_no_context_takeover")) terms->client_keeps_context = false;
        else if (!strcmp(term, "server_no_context_takeover")) terms->server_keeps_context = false;
        else if (sscanf(term, "client_max_window_bits=%d", &terms->client_window_bits) == 1) {}
        else if (sscanf(term, "server_max_window_bits=%d", &terms->server_window_bits) == 1) {}
        else return false;
    }
    return terms->client_window_bits >= 8 && terms->client_window_bits <= 15
           && terms->server_window_bits >= 8 && terms->server_window_bits <= 15;
}

size_t deflate_bound(size_t n) { return compressBound(n) + ROOM; }

/* Compresses all of it with a level, and flushes. */
static void feed(z_stream *z, int level, const uint8_t *data, size_t n, int flush) {
    require(deflateParams(z, level, Z_DEFAULT_STRATEGY) == Z_OK, "cannot change the level");
    z->next_in = (uint8_t *) data;
    z->avail_in = (uInt) n;
    require(deflate(z, flush) == Z_OK && z->avail_in == 0, "cannot compress");
}

size_t deflate_text(const struct deflate_terms *terms, const uint8_t *text, size_t n, size_t digits, uint8_t *to) {
    /* no text has these bytes, so nothing refers to them */
    static const uint8_t placeholder[MOST_DIGITS] = {0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87,
                                                     0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f};
    static z_stream *z;
    if (!z) {
        z = calloc(1, sizeof *z);
        require(z && deflateInit2(z, LEVEL, Z_DEFLATED, -terms->client_window_bits, 8, Z_DEFAULT_STRATEGY) == Z_OK,
                "no such window");
    } else if (!terms->client_keeps_context) {
        deflateReset(z);
    }
    size_t room = deflate_bound(n);
    z->next_out = to;
    z->avail_out = (uInt) room;
    feed(z, Z_NO_COMPRESSION, placeholder, digits, Z_BLOCK);
    require(room - z->avail_out == DEFLATE_DIGITS_AT + digits && !memcmp(to + DEFLATE_DIGITS_AT, placeholder, digits),
            "stored blocks are not as expected");
    feed(z, LEVEL, text + digits, n - digits, Z_SYNC_FLUSH);
    size_t length = room - z->avail_out;
    require(z->avail_out > 0 && !memcmp(to + length - sizeof TAIL, TAIL, sizeof TAIL), "no flush");
    return length - sizeof TAIL;
}

struct expander *expander_new(const struct deflate_terms *terms) {
    struct expander *x = calloc(1, sizeof *x);
    /* with the window that was agreed on, so that what refers further back is found out */
    require(x && inflateInit2(&x->zlib, -terms->server_window_bits) == Z_OK, "no memory");
    x->keeps_context = terms->server_keeps_context;
    return x;
}

void expander_free(struct expander *x) {
    inflateEnd(&x->zlib);
    free(x);
}

void expander_take(struct expander *x, const uint8_t *data, size_t n, bool end) {
    x->zlib.next_in = (uint8_t *) data;
    x->zlib.avail_in = (uInt) n;
    x->end = end;
}

ptrdiff_t expander_give(struct expander *x, uint8_t *to, size_t room) {
    z_stream *z = &x->zlib;
    z->next_out = to;
    z->avail_out = (uInt) room;
    int result = inflate(z, Z_SYNC_FLUSH);
    if (result == Z_BUF_ERROR) result = Z_OK; /* nothing to do */
    if (result == Z_OK && z->avail_out > 0 && x->end) {
        x->end = false;
        z->next_in = (uint8_t *) TAIL;
        z->avail_in = sizeof TAIL;
        result = inflate(z, Z_SYNC_FLUSH);
        if (!x->keeps_context) inflateReset(z);
    }
    /* Z_STREAM_END: a final block is allowed (7.2.3.4), but nobody makes one */
    return result == Z_OK ? (ptrdiff_t) (room - z->avail_out) : -1;
}

#else

void deflate_setup(void) {
    fprintf(stderr, "wsload: --deflate: built without zlib, whose header was not there (zlib1g-dev)\n");
    exit(2);
}

/* Nobody gets here. */
bool deflate_accept(const char *value, struct deflate_terms *terms) { (void) value, (void) terms; abort(); }
size_t deflate_text(const struct deflate_terms *terms, const uint8_t *text, size_t n, size_t digits, uint8_t *to) {
    (void) terms, (void) text, (void) n, (void) digits, (void) to;
    abort();
}
size_t deflate_bound(size_t n) { (void) n; abort(); }
struct expander *expander_new(const struct deflate_terms *terms) { (void) terms; abort(); }
void expander_free(struct expander *x) { (void) x; abort(); }
void expander_take(struct expander *x, const uint8_t *data, size_t n, bool end) {
    (void) x, (void) data, (void) n, (void) end;
    abort();
}
ptrdiff_t expander_give(struct expander *x, uint8_t *to, size_t room) { (void) x, (void) to, (void) room; abort(); }

#endif
