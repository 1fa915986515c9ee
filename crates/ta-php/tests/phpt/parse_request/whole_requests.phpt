--TEST--
http_parse_request() reads whole requests by the rules of the server
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../uploads/form.inc';

use function TrueAsync\http_parse_request;

$request = http_parse_request("POST /a/b?x[]=1&x[]=2 HTTP/1.1\r\nHost: h\r\nX-Two: a\r\nx-two: b\r\nContent-Length: 5\r\n\r\nhelloGET / trailing");
echo json_encode([
    $request->getMethod(), $request->getUri(), $request->getPath(), $request->getQuery(), $request->getHttpVersion(),
    $request->getHeaders(), $request->getBody(), $request->hasBody(), $request->isKeepAlive(), $request->getContentLength(),
    $request->getRemoteAddress(), $request->getRemotePort(), $request->awaitBody() === $request,
]), "\n";

$chunked = http_parse_request("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: v\r\n\r\n");
echo $chunked->getBody(), ' ', $chunked->readBody(2), ' ', $chunked->readBody(), var_export($chunked->readBody(), true), "\n";

$form = http_parse_request(form([field('a[b]', 'c'), upload('f', 'name.txt', str_repeat('content', 100000))]));
$file = $form->getFile('f');
echo json_encode([$form->getPost(), $file->getClientFilename(), $file->getSize(), md5_file(stream_get_meta_data($file->getStream())['uri']) === md5(str_repeat('content', 100000))]), "\n";
$path = stream_get_meta_data($file->getStream())['uri'];
unset($form, $file);
var_dump(file_exists($path));

echo http_parse_request("GET / HTTP/1.0\r\n\r\n")->getHttpVersion(), "\n";
echo json_encode(http_parse_request(post('/', 'a=1&b[]=2', 'application/x-www-form-urlencoded'))->getPost()), "\n";
?>
--EXPECT--
["POST","\/a\/b?x[]=1&x[]=2","\/a\/b",{"x":["1","2"]},"1.1",{"host":"h","x-two":"a, b","content-length":"5"},"hello",true,true,5,null,null,true]
abcde ab cdeNULL
[{"a":{"b":"c"}},"name.txt",700000,true]
bool(false)
1.0
{"a":"1","b":["2"]}
