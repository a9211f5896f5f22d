// Asks for a URL with fetch and prints the answer's body. A second argument is a header.
const [url, header] = process.argv.slice(2);
const answer = await fetch(url, { headers: header ? [header.split(': ')] : [] });
console.log(await answer.text());
