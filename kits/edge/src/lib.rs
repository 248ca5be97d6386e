//! HTTP: words in, pages out, in three faces; sessions, limits, uploads and headers.
