package main

import "fmt"

// meant tells what somebody may have meant by a word that is not known.
func meant(word string, known []string) string {
	best := nearest(word, known)
	if distance(word, best) > len(word)/2 {
		return "mockserver help lists what there is"
	}
	return fmt.Sprintf("the nearest is %q, and mockserver help lists them all", best)
}

// nearest returns the known word with the fewest changed letters, the first of equally near ones.
func nearest(word string, known []string) string {
	best, least := "", 1<<30
	for _, k := range known {
		if d := distance(word, k); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance counts the letters to insert, to remove or to replace to make b out of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost = 1 + min(before, row[j], row[j+1])
			}
			before, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
