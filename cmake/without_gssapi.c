/* Debian's libgit2.a can log in to a web server with Kerberos and needs these
 * functions for it.  The gate has no such login; each function says "failed",
 * which the library reports as "not supported", and no Kerberos library has to
 * be there or to be loaded. */
#include <stddef.h>

enum { FAILED = 13 << 16 }; /* GSS_S_FAILURE */

void *GSS_C_NT_HOSTBASED_SERVICE = NULL;

#define WITHOUT_GSSAPI(name) \
  unsigned name(void);       \
  unsigned name(void) { return FAILED; }

WITHOUT_GSSAPI(gss_delete_sec_context)
WITHOUT_GSSAPI(gss_display_status)
WITHOUT_GSSAPI(gss_import_name)
WITHOUT_GSSAPI(gss_indicate_mechs)
WITHOUT_GSSAPI(gss_init_sec_context)
WITHOUT_GSSAPI(gss_release_buffer)
WITHOUT_GSSAPI(gss_release_name)
WITHOUT_GSSAPI(gss_release_oid_set)
