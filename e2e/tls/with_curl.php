<?php
// Asks for a URL with the curl extension and prints the answer's body. A second argument is a header.
$call = curl_init($argv[1]);
curl_setopt_array($call, [CURLOPT_RETURNTRANSFER => true, CURLOPT_HTTPHEADER => array_slice($argv, 2)]);
$body = curl_exec($call);
if ($body === false) {
    fwrite(STDERR, curl_error($call) . "\n");
    exit(1);
}
echo $body;
