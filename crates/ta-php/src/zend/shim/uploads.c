/* Uploaded files and fields of forms: where files go, streams on them, variables by name. */
#include "shim.h"
#include "main/php_open_temporary_file.h"
#include "main/php_variables.h"

/* Puts `value`, which it takes over, where a variable of this name goes in `array`, as
 * for $_POST. */
void ta_register_variable(const char *name, zval *value, zval *array)
{
	/* A name nested too deeply is left out silently: a peer must not be able to put a
	 * warning into the output. */
	int level = EG(error_reporting);
	int handled = EG(user_error_handler_error_reporting);
	EG(error_reporting) &= ~(E_WARNING | E_NOTICE);
	EG(user_error_handler_error_reporting) &= ~(E_WARNING | E_NOTICE);
	php_register_variable_ex(name, value, array);
	EG(user_error_handler_error_reporting) = handled;
	EG(error_reporting) = level;
}

/* Where uploaded files are put. Borrowed. */
const char *ta_upload_directory(void)
{
	const char *directory = PG(upload_tmp_dir);
	return directory && *directory ? directory : php_get_temporary_directory();
}

/* Opens a file for reading as a stream, whatever open_basedir says: it is the server's
 * own. Silent. */
bool ta_open_file(const char *path, zval *into)
{
	php_stream *stream = _php_stream_fopen(path, "rb", NULL, 0 STREAMS_CC);
	if (!stream) {
		return false;
	}
	stream->wrapper = &php_plain_files_wrapper;
	stream->orig_path = estrdup(path);
	php_stream_to_zval(stream, into);
	return true;
}

/* The absolute path that a script means by `path`; NULL when it must not write there. */
zend_string *ta_target_path(zend_string *path)
{
	char resolved[MAXPATHLEN];
	if (zend_str_has_nul_byte(path) || !expand_filepath(ZSTR_VAL(path), resolved)
		|| php_check_open_basedir_ex(resolved, 0) != 0) {
		return NULL;
	}
	return zend_string_init(resolved, strlen(resolved), 0);
}
