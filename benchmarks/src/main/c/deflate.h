/*
 * permessage-deflate (RFC 7692) for wsload. Messages are compressed once, before they are sent: the
 * digits that tell one from the other lie in a stored block, where they can be written over, and no
 * later message refers to them. Echoes are expanded as they come.
 */
#ifndef DEFLATE_H
#define DEFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is offered; it is what browsers offer. */
#define DEFLATE_OFFER "permessage-deflate; client_max_window_bits"

/* Where the digits are in a compressed message: behind the stored block's header. */
enum { DEFLATE_DIGITS_AT = 5 };

struct deflate_terms {
    bool agreed, client_keeps_context, server_keeps_context;
    int client_window_bits, server_window_bits;
};

static inline bool deflate_same(const struct deflate_terms *a, const struct deflate_terms *b) {
    return a->agreed == b->agreed && a->client_keeps_context == b->client_keeps_context
           && a->server_keeps_context == b->server_keeps_context && a->client_window_bits == b->client_window_bits
           && a->server_window_bits == b->server_window_bits;
}

/* To be called once, before all else; ends the program where there is no zlib. */
void deflate_setup(void);

/* Reads a value of Sec-WebSocket-Extensions, up to the end of its line. Returns false if it is not understood. */
bool deflate_accept(const char *value, struct deflate_terms *terms);

/*
 * Compresses the next text, in the order they are sent in; its first `digits` bytes are left out, for the
 * caller to write over. Returns how many bytes it is, without the end of the flush that is not sent.
 * `to` has room for deflate_bound(n).
 */
size_t deflate_text(const struct deflate_terms *terms, const uint8_t *text, size_t n, size_t digits, uint8_t *to);
size_t deflate_bound(size_t n);

struct expander;
struct expander *expander_new(const struct deflate_terms *terms);
void expander_free(struct expander *x);

/* Takes a part of a message; the last one with `end`. */
void expander_take(struct expander *x, const uint8_t *data, size_t n, bool end);

/* Returns how much of it was expanded into `to`, 0 when no more comes of it, -1 when it is not DEFLATE. */
ptrdiff_t expander_give(struct expander *x, uint8_t *to, size_t room);

#endif
