// zlib, whose deflateInit2 is a macro that Swift does not see.
#pragma once
#include <zlib.h>

/// Begins a gzip stream (RFC 1952) at the best compression.
static inline int opstracker_gzip_begin(z_stream *stream) {
    return deflateInit2(stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
}
