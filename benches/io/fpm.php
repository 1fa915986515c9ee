<?php
/** php-fpm: every child keeps its connection from one request to the next. */
declare(strict_types=1);

require __DIR__ . '/database.inc';

$body = answer(connect([PDO::ATTR_PERSISTENT => true]));
// A length spares nginx the chunks, as ours spares itself.
header('Content-Length: ' . strlen($body));
echo $body;
