module github.com/stateset/stateset-go/internal/integration

go 1.26

replace github.com/stateset/stateset-go => ../..

require github.com/stretchr/testify v1.12.1

require go.yaml.in/yaml/v3 v3.0.5 // indirect
