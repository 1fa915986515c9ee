--TEST--
StaticHandler checks what it is given, keeps the value before, and locks when it is attached
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;
use TrueAsync\StaticHandler;

$root = site(['a' => '']);
foreach (['', 'a', '/a', 'a/', '//', '/a//b/', "/\0/"] as $prefix) {
    refusal('prefix ' . json_encode($prefix), fn () => new StaticHandler($prefix, $root));
}
foreach (['', '.', 'relative', '/', "$root/none", "$root/a", "$root\0"] as $number => $directory) {
    refusal("root $number", fn () => new StaticHandler('/', $directory));
}
$handler = new StaticHandler('/a/', "$root/../" . basename($root) . '/');
var_dump($handler->getUrlPrefix(), $handler->getRootDirectory() === $root, $handler->isLocked());
refusal('index', fn () => $handler->setIndexFiles('a', 'b/c'));
refusal('empty index', fn () => $handler->setIndexFiles(''));
refusal('coding', fn () => $handler->enablePrecompressed('deflate'));
refusal('glob', fn () => $handler->hide(''));
refusal('cache control', fn () => $handler->setCacheControl("a\r\nb"));
refusal('header name', fn () => $handler->setHeader('a b', 'c'));
refusal('header value', fn () => $handler->setHeader('a', "c\n"));
refusal('cache size', fn () => $handler->setOpenFileCache(-1));
refusal('cache time', fn () => $handler->setOpenFileCache(1, 1 << 31));
refusal('extension', fn () => $handler->setMimeType('.a', 'b/c'));
refusal('no extension', fn () => $handler->setMimeType('', 'b/c'));
refusal('type', fn () => $handler->setMimeType('a', "b\0"));
refusal('clone', fn () => clone $handler);
refusal('serialize', fn () => serialize($handler));
refusal('property', fn () => $handler->x = 1);
refusal('again', fn () => $handler->__construct('/b/', $root));
var_dump($handler->setOpenFileCache(0, 2147483647)->disableOpenFileCache()->disablePrecompressed() === $handler);

$server = new HttpServer(new HttpServerConfig('127.0.0.1', free_port()));
var_dump($server->addStaticHandler($handler) === $server, $handler->isLocked());
attempt('locked', fn () => $handler->setBrowseEnabled(true));
refusal('a second server', fn () => (new HttpServer(new HttpServerConfig()))->addStaticHandler($handler));
?>
--EXPECT--
prefix "": TrueAsync\HttpServerInvalidArgumentException
prefix "a": TrueAsync\HttpServerInvalidArgumentException
prefix "\/a": TrueAsync\HttpServerInvalidArgumentException
prefix "a\/": TrueAsync\HttpServerInvalidArgumentException
prefix "\/\/": TrueAsync\HttpServerInvalidArgumentException
prefix "\/a\/\/b\/": TrueAsync\HttpServerInvalidArgumentException
prefix "\/\u0000\/": TrueAsync\HttpServerInvalidArgumentException
root 0: TrueAsync\HttpServerInvalidArgumentException
root 1: TrueAsync\HttpServerInvalidArgumentException
root 2: TrueAsync\HttpServerInvalidArgumentException
root 3: TrueAsync\HttpServerInvalidArgumentException
root 4: TrueAsync\HttpServerInvalidArgumentException
root 5: TrueAsync\HttpServerInvalidArgumentException
root 6: TrueAsync\HttpServerInvalidArgumentException
string(3) "/a/"
bool(true)
bool(false)
index: TrueAsync\HttpServerInvalidArgumentException
empty index: TrueAsync\HttpServerInvalidArgumentException
coding: TrueAsync\HttpServerInvalidArgumentException
glob: TrueAsync\HttpServerInvalidArgumentException
cache control: TrueAsync\HttpServerInvalidArgumentException
header name: TrueAsync\HttpServerInvalidArgumentException
header value: TrueAsync\HttpServerInvalidArgumentException
cache size: TrueAsync\HttpServerInvalidArgumentException
cache time: TrueAsync\HttpServerInvalidArgumentException
extension: TrueAsync\HttpServerInvalidArgumentException
no extension: TrueAsync\HttpServerInvalidArgumentException
type: TrueAsync\HttpServerInvalidArgumentException
clone: Error
serialize: Exception
property: Error
again: TrueAsync\HttpServerRuntimeException
bool(true)
bool(true)
bool(true)
locked: TrueAsync\HttpServerRuntimeException: Cannot modify StaticHandler after attachment to HttpServer
a second server: TrueAsync\HttpServerRuntimeException
