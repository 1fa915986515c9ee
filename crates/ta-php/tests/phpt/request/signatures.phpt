--TEST--
The methods of HttpRequest have the documented return types, and features to come have none
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpRequest;

$wanted = [
    'getMethod' => 'string', 'getUri' => 'string', 'getPath' => 'string', 'getQuery' => 'array', 'getQueryParam' => 'mixed',
    'getHttpVersion' => 'string', 'getRemoteAddress' => '?string', 'getRemotePort' => '?int', 'hasHeader' => 'bool',
    'getHeader' => '?string', 'getHeaderLine' => 'string', 'getHeaders' => 'array', 'getBody' => 'string', 'hasBody' => 'bool',
    'isKeepAlive' => 'bool', 'getPost' => 'array', 'getContentType' => '?string', 'getContentLength' => '?int',
    'getFiles' => 'array', 'getFile' => '?TrueAsync\UploadedFile', 'awaitBody' => 'static', 'readBody' => '?string',
];
foreach ($wanted as $name => $type) {
    $method = new ReflectionMethod(HttpRequest::class, $name);
    if ((string) $method->getReturnType() !== $type) {
        echo "$name returns {$method->getReturnType()}\n";
    }
}
$parameter = new ReflectionParameter([HttpRequest::class, 'readBody'], 'maxLen');
echo $parameter->getType(), ' ', $parameter->getDefaultValue(), "\n";
$parameter = new ReflectionParameter([HttpRequest::class, 'getQueryParam'], 'default');
echo $parameter->getType(), ' ', var_export($parameter->getDefaultValue(), true), "\n";
foreach (['getTraceParent', 'readMessage', 'getGrpcTimeout'] as $method) {
    if (method_exists(HttpRequest::class, $method)) {
        echo "$method() is there\n";
    }
}
?>
--EXPECT--
int 65536
mixed NULL
