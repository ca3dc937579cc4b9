package httpapi

import (
	"bytes"
	"fmt"
	"slices"
)

// linesPerPage is the number of lines between the margins.
const linesPerPage = 50

// invoicePDF returns an invoice as a minimal PDF of plain text.
func invoicePDF(inv *publicInvoice) []byte {
	lines := []string{"Invoice " + inv.InvoiceNumber, ""}
	if c := inv.Customer; c != nil {
		lines = append(lines, fmt.Sprintf("For %s %s", c.FirstName, c.LastName))
	}
	lines = append(lines, fmt.Sprintf("Issued %s, due %s: %s", inv.IssueDate, inv.DueDate, inv.Status), "")
	for _, item := range inv.LineItems {
		lines = append(lines, fmt.Sprintf("%s: %s x %s = %s, tax %s", item.Description, item.Quantity, item.UnitPrice, item.Amount, item.TaxAmount))
	}
	lines = append(lines, "", "Total        "+inv.TotalAmount.String(), "Paid         "+inv.AmountPaid.String(),
		"Discount     "+inv.DiscountAmount.String(), "Balance due  "+inv.BalanceDue.String())
	return textPDF(lines)
}

// textPDF writes lines of text as a PDF with as many pages as needed.
func textPDF(lines []string) []byte {
	const font = 3 // object numbers: catalog, pages, font, then two per page
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>"}
	var pages bytes.Buffer
	for part := range slices.Chunk(lines, linesPerPage) {
		content := bytes.NewBufferString("BT /F1 10 Tf 50 790 Td 14 TL")
		for _, line := range part {
			fmt.Fprintf(content, "\n(%s) Tj T*", pdfText(line))
		}
		content.WriteString("\nET")
		number := len(objects) + 1
		fmt.Fprintf(&pages, "%d 0 R ", number)
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 %d 0 R>>>>/Contents %d 0 R>>", font, number+1),
			fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", content.Len(), content.String()))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", pages.String(), (len(objects)-font)/2)
	return assemblePDF(objects)
}

// assemblePDF numbers the objects, the catalog first, and writes the table of their
// offsets.
func assemblePDF(objects []string) []byte {
	out := bytes.NewBufferString("%PDF-1.4\n")
	var table bytes.Buffer
	for i, object := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", out.Len())
		fmt.Fprintf(out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	at := out.Len()
	fmt.Fprintf(out, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, table.String(), len(objects)+1, at)
	return out.Bytes()
}

// pdfText escapes text for a PDF string. The font supports Latin-1 only.
func pdfText(text string) string {
	var out bytes.Buffer
	for _, r := range text {
		switch {
		case r == '(' || r == ')' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r >= ' ' && r <= '~':
			out.WriteRune(r)
		case r >= 0xa0 && r <= 0xff:
			fmt.Fprintf(&out, "\\%03o", r)
		default:
			out.WriteByte('?')
		}
	}
	return out.String()
}
