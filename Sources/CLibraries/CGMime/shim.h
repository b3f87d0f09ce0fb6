#ifndef OPSTRACKER_CGMIME_H
#define OPSTRACKER_CGMIME_H

#include <gmime/gmime.h>

// GObject's checked casts are statement macros, which Swift does not import: one inline a cast or a type question.

static inline GMimeObject *ops_gmime_object(void *o) { return (GMimeObject *)o; }
static inline GMimeMultipart *ops_gmime_multipart(void *o) { return (GMimeMultipart *)o; }
static inline GMimePart *ops_gmime_part(void *o) { return (GMimePart *)o; }
static inline GMimeTextPart *ops_gmime_text_part(void *o) { return (GMimeTextPart *)o; }
static inline GMimeMessagePart *ops_gmime_message_part(void *o) { return (GMimeMessagePart *)o; }
static inline GMimeStreamMem *ops_gmime_stream_mem(void *o) { return (GMimeStreamMem *)o; }
static inline InternetAddressMailbox *ops_gmime_mailbox(void *o) { return (InternetAddressMailbox *)o; }
static inline InternetAddress *ops_gmime_address(void *o) { return (InternetAddress *)o; }

static inline int ops_gmime_is_multipart(void *o) { return GMIME_IS_MULTIPART(o); }
static inline int ops_gmime_is_part(void *o) { return GMIME_IS_PART(o); }
static inline int ops_gmime_is_text_part(void *o) { return GMIME_IS_TEXT_PART(o); }
static inline int ops_gmime_is_message_part(void *o) { return GMIME_IS_MESSAGE_PART(o); }
static inline int ops_gmime_is_mailbox(void *o) { return INTERNET_ADDRESS_IS_MAILBOX(o); }

static inline void ops_gmime_unref(void *o) {
    if (o) g_object_unref(o);
}

#endif
